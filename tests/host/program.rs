//! Programs that are run more than once, and that end in the middle.

use super::{begin, finish};
use wasm_broker::{Capture, Code, Preopen, Stdio, Val, WasiOptions};

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
