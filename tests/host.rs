//! The Rust face of a link, used by somebody who does not mean well: host functions, closures as
//! function pointers, handles of other links, limits to the unit, files outside the granted folder.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use wasm_broker::{
    Allowance, Broker, Code, Error, Library, Limits, Link, LinkBuilder, Module, Result, Val,
    run_on_guest_thread,
};

fn module(text: &str) -> Module {
    Module::from_bytes(text.as_bytes()).expect("the text is a module")
}

fn begin<T: Send + 'static>(main: &str) -> LinkBuilder<T> {
    Broker::new().expect("a broker can be made").main("main", module(main))
}

fn finish(builder: LinkBuilder<()>) -> Link<()> {
    builder.plan().expect("it can be planned").instantiate(()).expect("it can be made")
}

fn code<R: std::fmt::Debug>(outcome: Result<R>) -> Code {
    outcome.expect_err("it fails").code()
}

/// A module with a function pointer, a memory and a way to call pointers.
const CALLER: &str = r#"(module
    (type $unary (func (param i32) (result i32)))
    (memory (export "memory") 1)
    (table $table (export "table") 2 funcref)
    (elem (i32.const 1) $double)
    (func $double (export "double") (param $x i32) (result i32)
        (i32.shl (local.get $x) (i32.const 1)))
    (func (export "call") (param $pointer i32) (param $x i32) (result i32)
        (call_indirect (type $unary) (local.get $x) (local.get $pointer))))"#;

#[test]
fn a_host_function_sees_the_memory_of_its_importer() {
    let text = |letter: char| {
        format!(
            r#"(module (import "host" "first" (func $first (result i32)))
            (memory 1) (data (i32.const 0) "{letter}")
            (func (export "first") (result i32) (call $first)))"#
        )
    };
    let builder = begin(&text('m')).side("side", module(&text('s'))).side(
        "none",
        module(r#"(module (func (export "first") (import "host" "first") (result i32)))"#),
    );
    let mut link = finish(builder.host("host", "first", |cx, (): ()| {
        let mut byte = [0];
        cx.memory().read(0_u64, &mut byte)?;
        Ok(u32::from(byte[0]) + 1000 * cx.module_name().len() as u32)
    }));
    let mut first = |name: &str| link.invoke(name, &[]);
    assert_eq!(first("main.first").expect("it has a memory"), [Val::I32(4000 + 109)]);
    assert_eq!(first("side.first").expect("it has a memory"), [Val::I32(4000 + 115)]);
    assert_eq!(code(first("none.first")), Code::MemoryError);
}

#[test]
fn a_host_function_gets_and_gives_every_type() {
    let builder = begin::<u32>(
        r#"(module
        (import "host" "all" (func $all (param i32 i32 i64 i64 f32 f64) (result i32 i64 f32 f64)))
        (func (export "go") (result i32 i64 f32 f64)
            (call $all (i32.const -1) (i32.const -1) (i64.const -1) (i64.const -1)
                (f32.const 1.5) (f64.const -2.5))))"#,
    );
    type All = (i32, u32, i64, u64, f32, f64);
    let builder = builder.host("host", "all", |cx, (a, b, c, d, e, f): All| {
        *cx.data()? += 1;
        assert_eq!((a, b, c, d), (-1, u32::MAX, -1, u64::MAX));
        Ok((b, c, e, f))
    });
    let mut link = builder.plan().expect("it is resolved").instantiate(41).expect("it is made");
    let results = link.invoke("go", &[]).expect("it answers");
    assert_eq!(results, [Val::I32(-1), Val::I64(-1), Val::F32(1.5), Val::F64(-2.5)]);
    assert_eq!(*link.data().expect("it is a u32"), 42);
}

#[test]
fn an_error_of_a_host_function_keeps_its_code_and_poisons() {
    let builder = begin(
        r#"(module (import "host" "fail" (func $fail))
        (func (export "go") (call $fail)))"#,
    );
    let mut link = finish(builder.host("host", "fail", |_, (): ()| -> Result<()> {
        Err(Error::new(Code::PermissionDenied, "not today"))
    }));
    let error = link.invoke("go", &[]).expect_err("the host fails");
    assert_eq!((error.code(), error.message()), (Code::PermissionDenied, "not today"));
    assert!(error.is_trap() && error.frames().count() == 1, "{error}");
    assert_eq!(code(link.invoke("go", &[])), Code::Poisoned);
}

#[test]
fn a_panic_in_a_host_function_is_an_error() {
    let builder = begin(
        r#"(module (import "host" "panic" (func $panic (param i32)))
        (func (export "go") (param i32) (call $panic (local.get 0))))"#,
    );
    let builder = builder
        .host("host", "panic", |_, (n,): (u32,)| -> Result<()> { panic!("number {n}\u{1b}[31m") });
    let mut link = finish(builder);
    let error = link.invoke("go", &[Val::I32(7)]).expect_err("the host panics");
    assert_eq!(error.code(), Code::Internal);
    assert!(error.message().ends_with(r"panicked: number 7\u{1b}[31m"), "{error}");
    assert_eq!(code(link.invoke("go", &[Val::I32(7)])), Code::Poisoned);
}

#[test]
fn a_closure_is_a_function_pointer_until_it_is_released() {
    let mut link = finish(begin(CALLER));
    let base = AtomicU32::new(100);
    let base: &'static AtomicU32 = Box::leak(Box::new(base));
    let pointer = link
        .add_function("main", move |_, (x,): (u32,)| Ok(x + base.load(Ordering::Relaxed)))
        .expect("there is room");
    let slot = Val::I32(pointer.slot_idx() as i32);
    let call = |link: &mut Link<()>, x: i32| link.invoke("call", &[slot, Val::I32(x)]);
    assert_eq!(call(&mut link, 5).expect("it is callable"), [Val::I32(105)]);
    base.store(200, Ordering::Relaxed);
    assert_eq!(call(&mut link, 5).expect("it is callable"), [Val::I32(205)]);
    let direct = link.call_pointer::<u32, u32>(pointer, 1).expect("the host can call it, too");
    assert_eq!(direct, 201);
    assert_eq!(code(link.call_pointer::<u64, u32>(pointer, 1)), Code::SignatureMismatch);
    link.release(pointer).expect("it was given out");
    assert_eq!(code(link.release(pointer)), Code::BadFunctionPointer);
    assert_eq!(code(link.call_pointer::<u32, u32>(pointer, 1)), Code::BadFunctionPointer);
    // The next one gets another slot, because the oldest free slot comes first.
    let next = link.add_function("main", |_, (x,): (u32,)| Ok(x)).expect("there is room");
    assert_ne!(next.slot_idx(), pointer.slot_idx());
    let error = call(&mut link, 5).expect_err("the pointer is stale");
    assert_eq!((error.code(), error.is_trap()), (Code::BadFunctionPointer, true));
}

#[test]
fn a_closure_goes_with_the_library_that_it_was_given_to() {
    const N_SLOTS: u64 = 1;
    let limits = || Limits::new().broker_slots(N_SLOTS);
    let shares = r#"(module (@dylink.0 (mem-info)) (import "env" "memory" (memory 0))
        (import "env" "__indirect_function_table" (table 0 funcref)))"#;
    for (library, slot_idx) in [(CALLER, 2), (shares, 2)] {
        let mut link = finish(begin(CALLER).limits(limits()));
        for answer in 0..3_u32 {
            let opened = link.open_module("library", module(library)).expect("it is linked");
            let closure = link.add_function("library", move |_, (): ()| Ok(answer));
            let closure = closure.expect("what was closed has left its slot");
            assert_eq!(closure.slot_idx(), slot_idx);
            assert_eq!(link.call_pointer::<(), u32>(closure, ()).expect("it answers"), answer);
            link.close(opened).expect("nobody uses it");
            let called = link.call_pointer::<(), u32>(closure, ());
            assert_eq!(code(called), Code::BadFunctionPointer);
            assert_eq!(code(link.release(closure)), Code::BadFunctionPointer);
            assert_eq!(code(link.rehome("main", slot_idx, "main")), Code::BadFunctionPointer);
        }
    }
}

#[test]
fn a_closure_calls_back_and_a_deep_recursion_is_a_trap() {
    let main = r#"(module
        (import "host" "again" (func $again (param i32 i32) (result i32)))
        (table 2 funcref)
        (elem (i32.const 1) $down)
        (func $down (export "down") (param $n i32) (result i32)
            (if (result i32) (i32.eqz (local.get $n))
                (then (i32.const 0))
                (else (call $again (i32.const 1) (i32.sub (local.get $n) (i32.const 1)))))))"#;
    let mut outcomes = run_on_guest_thread(|| {
        let again = |cx: &mut wasm_broker::HostContext<'_, ()>, (pointer, n): (u32, i32)| {
            Ok(cx.call_pointer::<i32, i32>(pointer, n)? + 1)
        };
        let mut link = finish(begin(main).host("host", "again", again));
        [10, -1].map(|n| link.invoke("down", &[Val::I32(n)]))
    })
    .expect("the thread ends well")
    .into_iter();
    assert_eq!(outcomes.next().expect("two").expect("ten are few"), [Val::I32(10)]);
    let error = outcomes.next().expect("two").expect_err("the stack ends");
    assert_eq!(error.code(), Code::CallError, "{error}");
    assert_eq!(error.message(), "call stack exhausted");
}

#[test]
fn a_trap_that_a_host_function_swallows_poisons_all_the_same() {
    let main = r#"(module
        (import "host" "try" (func $try (param i32) (result i32)))
        (table 2 funcref)
        (elem (i32.const 1) $boom)
        (func $boom (unreachable))
        (func (export "go") (result i32) (call $try (i32.const 1))))"#;
    let builder = begin(main).host("host", "try", |cx, (pointer,): (u32,)| {
        match cx.call_pointer::<(), ()>(pointer, ()) {
            Ok(()) => Ok(0),
            Err(error) => Ok(u32::from(error.code().number())),
        }
    });
    let mut link = finish(builder);
    // The guest function was left in the middle: nobody can say in what state.
    let _ = link.invoke("go", &[]);
    assert_eq!(code(link.invoke("go", &[])), Code::Poisoned);
}

#[test]
fn a_host_import_is_handed_on_only_where_that_is_allowed() {
    let main = r#"(module
        (import "host" "n_pages" (func $n_pages (param i32) (result i32)))
        (func (export "pointer") (import "rb:side" "addFnPtr_to") (param i32) (result i32))
        (memory 3)
        (table 2 funcref)
        (elem (i32.const 1) $n_pages))"#;
    let builder = || {
        let builder = begin(main).side("side", module(CALLER));
        builder
            .host("host", "n_pages", |cx, (_,): (u32,)| Ok((cx.memory().size_bytes() >> 16) as u32))
    };
    let mut link = finish(builder());
    assert_eq!(code(link.rehome("main", 1_u64, "side")), Code::PermissionDenied);
    // Nothing of the guest was running: the link goes on.
    assert_eq!(code(link.invoke("pointer", &[Val::I32(1)])), Code::PermissionDenied);
    let mut link = finish(builder().allow(Allowance::HostPointers));
    let pointer = link.invoke("pointer", &[Val::I32(1)]).expect("it is a function")[0];
    // The side calls it, but what it sees is main's memory.
    let seen = link.invoke("side.call", &[pointer, Val::I32(0)]).expect("it is callable");
    assert_eq!(seen, [Val::I32(3)]);
}

#[test]
fn handles_of_another_link_are_refused() {
    let (mut one, mut other) = (finish(begin(CALLER)), finish(begin(CALLER)));
    let func = one.func::<i32, i32>("double").expect("it is there");
    let pointer = one.rehome("main", 1_u64, "main").expect("it is a function");
    let library: Library = one.open_module("late", module(CALLER)).expect("it is sound");
    other.open_module("late", module(CALLER)).expect("it is sound");
    let outcome = catch_unwind(AssertUnwindSafe(|| func.call(&mut other, 1).map(|_| ())));
    assert_eq!(code(outcome.expect("it does not panic")), Code::InvalidInstanceHandle);
    assert_eq!(code(other.call_pointer::<i32, i32>(pointer, 1)), Code::InvalidInstanceHandle);
    assert_eq!(code(other.release(pointer)), Code::InvalidInstanceHandle);
    assert_eq!(code(other.close(library)), Code::InvalidInstanceHandle);
    assert_eq!(func.call(&mut one, 21).expect("its own link"), 42);
    assert_eq!(one.call_pointer::<i32, i32>(pointer, 21).expect("its own link"), 42);
}

#[test]
fn providers_have_an_order() {
    let main = r#"(module
        (func (export "log") (import "env" "rb_log_enabled") (result i32))
        (func (export "f") (import "side" "f") (result i32))
        (func (export "g") (import "env" "g") (result i32)))"#;
    let side = r#"(module (func (export "f") (result i32) (i32.const 1)))"#;
    let hosts = |builder: LinkBuilder<()>| {
        builder
            .host("env", "rb_log_enabled", |_, (): ()| Ok(9))
            .host("side", "f", |_, (): ()| Ok(2))
            .host("env", "g", |_, (): ()| Ok(3))
    };
    // Reserved names first, then peers, then hosts; a mapping before all.
    let mut link = finish(hosts(begin(main).side("side", module(side))));
    let values = ["log", "f", "g"].map(|name| link.invoke(name, &[]).expect("it answers")[0]);
    assert_eq!(values, [0, 1, 3].map(Val::I32));
    let mut link = finish(hosts(begin(main).side("side", module(side)).map("side.f", "env.g")));
    assert_eq!(link.invoke("f", &[]).expect("it answers"), [Val::I32(3)]);
    let twice = hosts(begin(main)).host("env", "g", |_, (): ()| Ok(4));
    assert_eq!(code(twice.plan()), Code::DuplicateName);
}

#[test]
fn typed_and_untyped_calls_check_their_values() {
    let main = r#"(module
        (func (export "f") (param i32 i64) (result f64) (f64.const 1))
        (func (export "r") (param funcref) (result funcref) (local.get 0)))"#;
    let mut link = finish(begin(main));
    assert_eq!(code(link.func::<(i32, i32), f64>("f")), Code::TypeError);
    assert_eq!(code(link.func::<(i32, i64), f32>("f")), Code::TypeError);
    assert_eq!(code(link.func::<i32, f64>("f")), Code::TypeError);
    assert_eq!(code(link.func::<(), ()>("none")), Code::ExportNotFound);
    assert_eq!(code(link.invoke("f", &[Val::I32(1)])), Code::TypeError);
    assert_eq!(code(link.invoke("f", &[Val::I32(1), Val::I32(1)])), Code::TypeError);
    assert_eq!(code(link.invoke("r", &[Val::SomeRef])), Code::TypeError);
    assert_eq!(link.invoke("r", &[Val::NullRef]).expect("null is a value"), [Val::NullRef]);
    let f = link.func::<(i32, i64), f64>("f").expect("its type is right");
    assert_eq!(f.call(&mut link, (1, 2)).expect("nothing can fail"), 1.0);
}

#[test]
fn untyped_values_of_another_kind_are_named() {
    let types = ["i32", "i64", "f32", "f64", "v128", "funcref"];
    let func = |ty: &str| format!(r#"(func (export "{ty}") (param {ty}))"#);
    let mut link = finish(begin(&format!("(module {})", types.map(func).concat())));
    let of_each_type =
        [Val::I32(1), Val::I64(1), Val::F32(1.0), Val::F64(1.0), Val::V128(1), Val::NullRef];
    for (declared, right) in types.iter().zip(of_each_type) {
        assert_eq!(link.invoke(declared, &[right]).expect("it is of this type"), []);
        for (ty, wrong) in types.iter().zip(of_each_type).filter(|(ty, _)| *ty != declared) {
            let error = link.invoke(declared, &[wrong]).expect_err("it is of another type");
            let given = if *ty == "funcref" { "null" } else { ty };
            let text = error.to_string();
            assert_eq!(error.code(), Code::TypeError, "{text}");
            assert!(text.contains(declared) && text.contains(given), "{text}");
        }
    }
}

#[test]
fn a_target_is_loaded_planned_and_printed() {
    let broker = Broker::new().expect("a broker can be made");
    for target in ["tests/cli/manifest", "tests/cli/manifest/link.toml"] {
        let plan = broker.load::<()>(target).expect("the manifest is right");
        let steps = "plan: 2 modules, 0 helpers, 2 steps\n 1 instantiate math\n 2 instantiate main";
        assert_eq!(plan.to_string().trim_end(), steps);
        let mut link = plan.instantiate(()).expect("it can be made");
        assert_eq!(link.invoke("double", &[Val::I32(4)]).expect("it answers"), [Val::I32(8)]);
    }
    let alone = broker.load("tests/cli/inputs/math.wat").expect("a module is a target, too");
    let mut link = alone.instantiate(()).expect("it can be made");
    let sum = link.invoke("add", &[Val::I32(4), Val::I32(5)]).expect("it answers");
    assert_eq!(sum, [Val::I32(9)]);
    for (target, expected) in [
        ("tests/cli/inputs/none.wat", Code::IoError),
        ("tests/cli/inputs", Code::IoError),
        ("tests/cli/inputs/not-wasm.wasm", Code::CompileError),
        ("tests/cli/inputs/user.wat", Code::UnresolvedImport),
        ("tests/cli/manifest-errors/version.toml", Code::ManifestError),
        ("tests/cli/manifest-pin/wrong.toml", Code::PermissionDenied),
    ] {
        assert_eq!(code(broker.load::<()>(target).map(drop)), expected, "{target}");
    }
}

#[test]
fn guests_log_where_that_is_asked_for() {
    let main = r#"(module (func (export "log") (import "env" "rb_log_enabled") (result i32)))"#;
    let mut silent = finish(begin(main));
    assert_eq!(silent.invoke("log", &[]).expect("it answers"), [Val::I32(0)]);
    let mut logging = finish(begin(main).guest_logging());
    assert_eq!(logging.invoke("log", &[]).expect("it answers"), [Val::I32(1)]);
}

#[test]
fn fuel_is_exact_and_copies_pay_for_their_bytes() {
    let main = r#"(module
        (import "rb:side" "memcpy_to" (func $to (param i32 i32 i32)))
        (import "rb:side" "memcpy_to_fb" (func $to_fb (param i32 i32 i32)))
        (memory (export "memory") 2)
        (func (export "copy") (param $n i32)
            (call $to (i32.const 0) (i32.const 0) (local.get $n)))
        (func (export "copy_fb") (param $n i32)
            (call $to_fb (i32.const 0) (i32.const 0) (local.get $n)))
        (func (export "work") (param $n i32)
            (loop $again
                (local.set $n (i32.sub (local.get $n) (i32.const 1)))
                (br_if $again (local.get $n)))))"#;
    let broker = Broker::new().expect("a broker can be made");
    let link = |fuel: u64| {
        let builder = broker.main("main", module(main)).side("side", module("(module (memory 2))"));
        finish(builder.limits(Limits::new().fuel(fuel)))
    };
    let used = |function: &str, n: i32| {
        let mut link = link(1 << 40);
        let before = link.fuel_left().expect("it is counted");
        link.invoke(function, &[Val::I32(n)]).expect("there is enough");
        before - link.fuel_left().expect("it is counted")
    };
    let work = used("work", 1000);
    assert!(work >= 1000, "{work} units for a thousand rounds");
    assert!(link(work).invoke("work", &[Val::I32(1000)]).is_ok(), "at the limit");
    // The engine looks at the fuel where a loop begins again, so that one round may be owed.
    let one_round_less = link(work - work / 1000 - 1).invoke("work", &[Val::I32(1000)]);
    assert_eq!(code(one_round_less), Code::FuelExhausted, "one round less");
    const N_BYTES: i32 = 100_000;
    for function in ["copy", "copy_fb"] {
        let more = used(function, N_BYTES) - used(function, 0);
        assert!(more >= N_BYTES as u64 / 128, "{function}: {more} units for {N_BYTES} bytes");
    }
}

#[test]
fn a_deadline_holds_for_host_functions_too() {
    let main = r#"(module
        (import "host" "sleep" (func $sleep))
        (func (export "go") (loop $again (call $sleep) (br $again))))"#;
    let builder = begin(main).host("host", "sleep", |_, (): ()| {
        std::thread::sleep(Duration::from_millis(1));
        Ok(())
    });
    let mut link = finish(builder.limits(Limits::new().timeout(Duration::from_millis(30))));
    let error = link.invoke("go", &[]).expect_err("it never ends");
    assert_eq!((error.code(), error.is_trap()), (Code::Interrupted, true));
}

#[test]
fn a_failed_open_leaves_the_link_as_it_was() {
    let mut link = finish(begin(CALLER));
    let before = link.plan().clone();
    let broken = [
        ("late", r#"(module (import "nobody" "f" (func)))"#, Code::UnresolvedImport),
        ("late", r#"(module (import "main" "double" (func)))"#, Code::ImportTypeMismatch),
        ("main", "(module)", Code::DuplicateName),
        ("rb:x", "(module)", Code::DuplicateName),
        (
            "late",
            r#"(module (import "late" "g" (global i32)) (global (export "g") i32
            (i32.const 0)))"#,
            Code::DependencyCycle,
        ),
    ];
    for (name, text, expected) in broken {
        assert_eq!(code(link.open_module(name, module(text))), expected, "{text}");
        assert_eq!(link.plan(), &before, "{text}");
    }
    link.open_module("late", module(CALLER)).expect("the name is still free");
    assert_eq!(link.invoke("late.double", &[Val::I32(2)]).expect("it is linked"), [Val::I32(4)]);
}

#[test]
fn files_outside_the_granted_folder_cannot_be_opened() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let inside = folder.path().join("inside");
    std::fs::create_dir(&inside).expect("a folder can be made");
    for path in [folder.path().join("secret.wat"), inside.join("fine.wat")] {
        std::fs::write(path, "(module)").expect("a file can be written");
    }
    std::fs::create_dir(inside.join("folder.wat")).expect("a folder can be made");
    let mut link = finish(begin(CALLER).library_path(&inside));
    link.open("fine.wat").expect("it lies in the folder");
    let absolute = folder.path().join("secret.wat").to_string_lossy().into_owned();
    for name in ["../secret.wat", "./../secret.wat", "x/../../secret.wat", &absolute] {
        assert_eq!(code(link.open(name)), Code::PermissionDenied, "{name}");
    }
    for name in ["none.wat", "", ".", "folder.wat", "fine.wat\0"] {
        let code = code(link.open(name));
        assert!([Code::IoError, Code::PermissionDenied].contains(&code), "{name:?}: {code}");
    }
    #[cfg(unix)]
    {
        let link_path = inside.join("link.wat");
        std::os::unix::fs::symlink(folder.path().join("secret.wat"), link_path)
            .expect("a link can be made");
        assert_eq!(code(link.open("link.wat")), Code::PermissionDenied);
    }
}

#[test]
fn names_of_any_length_are_clipped_in_errors() {
    let long = "x".repeat(90_000);
    let text = format!(r#"(module (import "a" "{long}" (func)))"#);
    let error = begin::<()>(&text).plan().expect_err("nothing provides it");
    assert_eq!(error.code(), Code::UnresolvedImport);
    assert!(error.to_string().len() < 4000, "{} bytes", error.to_string().len());
    let mut link = finish(begin(CALLER));
    let errors =
        [link.invoke(&long, &[]).map(|_| ()), link.rehome(&long, 1_u64, "main").map(|_| ())];
    for error in errors {
        let text = error.expect_err("nothing has the name").to_string();
        assert!(text.len() < 4000, "{} bytes", text.len());
    }
}

#[test]
fn a_broker_is_shared_by_threads() {
    fn is_shared<T: Send + Sync>() {}
    fn is_sent<T: Send>() {}
    is_shared::<Broker>();
    is_sent::<Link<Vec<u8>>>();
    let broker = Broker::new().expect("a broker can be made");
    let answers: Vec<_> = std::thread::scope(|scope| {
        let work = |n: i32| {
            let broker = broker.clone();
            scope.spawn(move || {
                let builder = broker.main("main", module(CALLER)).side("side", module(CALLER));
                let mut link = finish(builder);
                let pointer = link.rehome("side", 1_u64, "main").expect("it is a function");
                link.call_pointer::<i32, i32>(pointer, n).expect("it is callable")
            })
        };
        let threads: Vec<_> = (0..4).map(work).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends well")).collect()
    });
    assert_eq!(answers, [0, 2, 4, 6]);
}

#[test]
fn compiled_code_is_kept_on_disk_and_garbage_there_is_a_miss() {
    fn files(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).expect("a folder").flatten();
        let paths = entries.map(|entry| entry.path());
        paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let wat = br#"(module (memory 1) (func (export "f") (result i32) (i32.const 7)))"#;
    let run = |cache: &std::path::Path| -> Result<i32> {
        let broker = Broker::builder().cache_dir(cache).build()?;
        let plan = broker.main("main", Module::from_bytes(wat)?).plan()?;
        let mut link = plan.instantiate(())?;
        link.func::<(), i32>("f")?.call(&mut link, ())
    };
    assert_eq!(run(folder.path()).expect("with an empty cache"), 7);
    let kept = files(folder.path());
    assert!(!kept.is_empty(), "nothing was kept");
    for file in kept {
        std::fs::write(file, "garbage").expect("a file of ours");
    }
    assert_eq!(run(folder.path()).expect("with a spoilt cache"), 7);
    let file = folder.path().join("file");
    std::fs::write(&file, "").expect("a file");
    let error = run(&file).expect_err("a file is no folder");
    assert_eq!(error.code(), Code::CacheError);
}

#[test]
fn code_of_a_closed_module_reaches_nothing() {
    let late = r#"(module
        (import "wasi_snapshot_preview1" "fd_write"
            (func $write (param i32 i32 i32 i32) (result i32)))
        (memory (export "memory") 1)
        (func $flush (param i32) (result i32)
            (call $write (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 0)))
        (export "fflush" (func $flush)))"#;
    let mut link = finish(begin(
        r#"(module (memory (export "memory") 1) (table (export "table") 4 funcref)
            (type $flush (func (param i32) (result i32)))
            (func (export "main") (result i32) (i32.const 0))
            (func (export "call") (result i32)
                (call_indirect (type $flush) (i32.const 0) (i32.const 1))))"#,
    ));
    let planting = late.replace(
        "(memory",
        r#"(import "main" "table" (table $t 2 funcref))
           (elem declare func $flush)
           (func (export "plant") (table.set $t (i32.const 1) (ref.func $flush)))
           (memory"#,
    );
    let library = link.open_module("late", module(&planting)).expect("it is sound");
    link.invoke("late.plant", &[]).expect("it writes main's table");
    link.close(library).expect("nobody uses it");
    // Its function is still in main's table, and writes to nowhere.
    assert_eq!(link.invoke("call", &[]).expect("an errno"), [Val::I32(0)]);
    // What is due at the end is due in the modules that are open.
    assert_eq!(link.run(&[]).expect("it ends"), 0);
}
