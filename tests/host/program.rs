//! Programs that are run more than once, and that end in the middle.

use super::{begin, code, finish, module};
use wasm_broker::{Capture, Code, HostContext, Preopen, Stdio, Val, WasiOptions};

/// Tells how many arguments it has; opens a file and reads it; reads a byte of its input.
const PROGRAM: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_open" (func $path_open
        (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "f")
    (data (i32.const 8) "\20\00\00\00\01\00\00\00")
    (func (export "_start"))
    (func (export "n_args") (result i32)
        (drop (call $sizes (i32.const 100) (i32.const 104)))
        (i32.load (i32.const 100)))
    (func (export "last_letter") (result i32)
        (drop (call $sizes (i32.const 100) (i32.const 104)))
        (drop (call $args (i32.const 200) (i32.const 300)))
        (i32.load8_u (i32.add (i32.const 298) (i32.load (i32.const 104)))))
    (func (export "out_of_bounds") (result i32) (call $args (i32.const -4) (i32.const 0)))
    (func (export "open") (result i32)
        (call $path_open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 0)
            (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 64)))
    (func (export "read") (param $fd i32) (result i32)
        (drop (call $read (local.get $fd) (i32.const 8) (i32.const 1) (i32.const 16)))
        (i32.load8_u (i32.const 32)))
    (func (export "read_file") (result i32)
        (drop (call $read (i32.load (i32.const 64)) (i32.const 8) (i32.const 1) (i32.const 16)))
        (i32.load8_u (i32.const 32))))"#;

#[test]
fn each_run_has_its_arguments_and_nothing_else_anew() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("f"), "123").expect("a file of ours");
    let preopen = Preopen { guest: "d".into(), host: folder.path().into(), writable: false };
    let wasi = WasiOptions::new().args(["x", "y", "z"]).preopen(preopen);
    let wasi = wasi.stdio(Stdio::Capture(Capture::new(10, "ABCDE")));
    let mut link = finish(begin(PROGRAM).wasi_for(None, wasi));
    assert_eq!(link.invoke("open", &[]).expect("it is granted"), [Val::I32(0)]);
    let runs: [(&[&str], i32, char, char, char); 3] =
        [(&["a", "b"], 3, 'b', 'A', '1'), (&[], 4, 'z', 'B', '2'), (&["c"], 2, 'c', 'C', '3')];
    for (args, n_args, last, input, in_file) in runs {
        let args: Vec<_> = args.iter().map(|arg| (*arg).to_owned()).collect();
        assert_eq!(link.run(&args).expect("it does nothing"), 0);
        let mut is = |name: &str, args: &[Val], expected: i32| {
            assert_eq!(
                link.invoke(name, args).expect("it answers"),
                [Val::I32(expected)],
                "{name}"
            );
        };
        is("n_args", &[], n_args);
        is("last_letter", &[], last as i32);
        is("read", &[Val::I32(0)], input as i32);
        is("read_file", &[], in_file as i32);
    }
    let error = link.invoke("out_of_bounds", &[]).expect_err("no memory is there");
    assert_eq!((error.code(), error.is_trap()), (Code::MemoryError, true));
}

/// Takes 1000 bytes of its stack and ends the program; has a host function call that, too.
const EXITS: &str = r#"(module
    (import "host" "swallow" (func $swallow))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (table (export "table") 4 funcref) (elem (i32.const 1) $inner)
    (global $sp (export "__stack_pointer") (mut i32) (i32.const 60000))
    (func $take (global.set $sp (i32.sub (global.get $sp) (i32.const 1000))))
    (func $inner (export "inner") (call $take) (call $exit (i32.const 1)))
    (func (export "outer") (result i32) (call $take) (call $swallow) (global.get $sp)
        (global.set $sp (i32.const 60000)))
    (func (export "sp") (result i32) (global.get $sp)))"#;

#[test]
fn an_exit_leaves_no_frames_on_any_stack() {
    let runs = r#"(module (import "side" "inner" (func $inner))
        (import "side" "sp" (func $sp (result i32)))
        (func (export "_start") (call $inner))
        (func (export "sp") (result i32) (call $sp)))"#;
    let swallow = |cx: &mut HostContext<'_, ()>, (): ()| {
        let outcome = cx.call_pointer::<(), ()>(1_u32, ());
        assert_eq!(outcome.expect_err("it ends").guest_exit(), Some(1));
        Ok(())
    };
    let builder = begin(runs).side("side", module(EXITS)).host("host", "swallow", swallow);
    let mut link = finish(builder);
    link.open_module("late", module(EXITS)).expect("it is sound");
    for _ in 0..2 {
        assert_eq!(link.run(&[]).expect("it ends"), 1);
        let mut is = |name: &str, expected: i32| {
            assert_eq!(link.invoke(name, &[]).expect("it answers"), [Val::I32(expected)], "{name}");
        };
        is("sp", 60_000);
        for module in ["side", "late"] {
            // The frame of who calls the host function is still there, and no other.
            is(&format!("{module}.outer"), 59_000);
            is(&format!("{module}.sp"), 60_000);
        }
        for module in ["side", "late"] {
            let error = link.invoke(&format!("{module}.inner"), &[]).expect_err("it ends");
            assert_eq!(error.guest_exit(), Some(1));
            let top = link.invoke(&format!("{module}.sp"), &[]).expect("it answers");
            assert_eq!(top, [Val::I32(60_000)], "{module}");
        }
    }
}

#[test]
fn what_a_guest_cannot_read_as_a_c_string_is_refused() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let preopen = |guest: &str| Preopen {
        guest: guest.to_owned(),
        host: folder.path().into(),
        writable: false,
    };
    let cases = [
        (WasiOptions::new().env("a", "b\0c"), "cannot be the value of an environment variable"),
        (WasiOptions::new().env("a\0", "b"), "is not the name of an environment variable"),
        (WasiOptions::new().env("a=b", "c"), "is not the name of an environment variable"),
        (WasiOptions::new().args(["a", "b\0c"]), "cannot be an argument"),
        (WasiOptions::new().preopen(preopen("a\0b")), "cannot be the guest's name of a folder"),
    ];
    for (options, says) in cases {
        let plan = begin(PROGRAM).wasi_for(None, options).plan().expect("it can be planned");
        let error = plan.instantiate(()).expect_err("no guest can read it");
        assert_eq!(error.code(), Code::WasiError);
        assert!(error.message().contains(says), "{error}");
    }
    let mut link = finish(begin(PROGRAM));
    let error = link.run(&["a\0".to_owned()]).expect_err("no guest can read it");
    assert!(error.message().contains("cannot be an argument"), "{error}");
    assert_eq!(link.run(&["a".to_owned()]).expect("nothing has happened"), 0);
}

#[test]
fn an_entry_answers_an_exit_code_or_nothing() {
    let text = |results: &str| {
        format!(
            r#"(module (memory (export "memory") 1) (global $g (mut i32) (i32.const 0))
            (func (export "main") (param i32 i32) {results}
                (global.set $g (i32.const 1)) unreachable)
            (func (export "has_run") (result i32) (global.get $g)))"#
        )
    };
    for results in ["(result i64)", "(result f32)", "(result i32 i32)"] {
        let mut link = finish(begin(&text(results)));
        assert_eq!(code(link.run(&[])), Code::TypeError, "{results}");
        assert_eq!(link.invoke("has_run", &[]).expect("it answers"), [Val::I32(0)], "{results}");
    }
    for results in ["(result i32)", ""] {
        assert_eq!(code(finish(begin(&text(results))).run(&[])), Code::CallError, "{results}");
    }
}
