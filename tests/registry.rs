//! The registry: every way to use it, every code from 5000 to 5011 through it, handles against a
//! model, and several threads at once.

#[path = "registry/codes.rs"]
mod codes;
#[path = "registry/config.rs"]
mod config;
#[path = "registry/handles.rs"]
mod handles;
#[path = "registry/nesting.rs"]
mod nesting;
#[path = "registry/threads.rs"]
mod threads;

use std::sync::OnceLock;
use std::time::Duration;
use wasm_broker::{
    Capture, Code, FuncRef, InstanceConfig, InstanceHandle, Limits, ModuleHandle, Preopen,
    Registry, Result, Stdio, Unresolved, Val, ValType, WasiOptions,
};

/// Fails with what went wrong, in words.
fn code<R: std::fmt::Debug>(outcome: Result<R>) -> Code {
    outcome.expect_err("it fails").code()
}

fn registry() -> Registry {
    Registry::new().expect("a registry can be made")
}

fn compiled(registry: &Registry, text: &str) -> ModuleHandle {
    registry.compile(text.as_bytes()).expect("the text is a module")
}

fn instance_with(registry: &Registry, text: &str, config: &InstanceConfig) -> InstanceHandle {
    let module = compiled(registry, text);
    registry.instantiate(module, config).expect("it can be instantiated")
}

fn instance(registry: &Registry, text: &str) -> InstanceHandle {
    instance_with(registry, text, &InstanceConfig::new())
}

/// Gives back what it gets, of every type that crosses.
const ECHO: &str = r#"(module
    (type $swap (func (param i32 i64 f32 f64 v128) (result v128 f64 f32 i64 i32)))
    (table 1 funcref)
    (elem declare func $seven $nine)
    (func (export "swap") (type $swap)
        (local.get 4) (local.get 3) (local.get 2) (local.get 1) (local.get 0))
    (func (export "none"))
    (func (export "same") (param funcref) (result funcref) (local.get 0))
    (func (export "extern") (param externref) (result externref) (local.get 0))
    (func (export "pick") (param i32) (result funcref)
        (select (result funcref) (ref.func $seven) (ref.func $nine) (local.get 0)))
    (func (export "call") (param funcref) (result i32)
        (table.set 0 (i32.const 0) (local.get 0))
        (call_indirect (result i32) (i32.const 0)))
    (func $seven (result i32) (i32.const 7))
    (func $nine (result i32) (i32.const 9)))"#;

#[test]
fn values_of_every_type_cross_both_ways() {
    let registry = registry();
    let echo = instance(&registry, ECHO);
    let call = |name: &str, args: &[Val]| registry.call(echo, name, args);
    let there = [
        Val::I32(i32::MIN),
        Val::I64(i64::MIN),
        Val::F32(f32::MIN_POSITIVE),
        Val::F64(-0.0),
        Val::V128(u128::MAX - 1),
    ];
    let mut back = call("swap", &there).expect("it answers");
    back.reverse();
    assert_eq!(back, there);
    type Numbers = (u32, u64, f32, f64, u128);
    let typed = registry.call_typed::<Numbers, (u128, f64, f32, u64, u32)>(
        echo,
        "swap",
        (u32::MAX, u64::MAX, 1.5, f64::INFINITY, 1 << 100),
    );
    assert_eq!(typed.expect("it answers"), (1 << 100, f64::INFINITY, 1.5, u64::MAX, u32::MAX));
    registry.call_typed::<(), ()>(echo, "none", ()).expect("nothing crosses");
    for name in ["same", "extern"] {
        assert_eq!(call(name, &[Val::NullRef]).expect("null is a value"), [Val::NullRef]);
    }
}

#[test]
fn functions_are_values_of_their_instance() {
    let registry = registry();
    let echo = instance(&registry, ECHO);
    let call = |name: &str, args: &[Val]| registry.call(echo, name, args);
    let picked = |which: i32| call("pick", &[Val::I32(which)]).expect("it answers")[0];
    let (seven, nine) = (picked(1), picked(0));
    let Val::FuncRef(func) = seven else { panic!("{seven} is no function") };
    assert_eq!((picked(1), seven.to_string().as_str()), (seven, "funcref"));
    assert_ne!(seven, nine);
    assert_eq!(call("same", &[seven]).expect("it is a value"), [seven]);
    assert_eq!(call("call", &[seven]).expect("guests can call it"), [Val::I32(7)]);
    assert_eq!(registry.call_ref(echo, func, &[]).expect("the host can, too"), [Val::I32(7)]);
    assert_eq!(code(registry.call_ref(echo, func, &[Val::I32(1)])), Code::TypeError);
    type Funcref = Option<FuncRef>;
    let same = registry.call_typed::<Funcref, Funcref>(echo, "same", Some(func));
    assert_eq!(same.expect("it is a value"), Some(func));
    assert_eq!(registry.call_typed::<i32, Funcref>(echo, "pick", 1).expect("one"), Some(func));
    assert_eq!(registry.call_typed::<Funcref, Funcref>(echo, "same", None).expect("null"), None);
    // It is no externref, and nothing to another instance.
    assert_eq!(code(call("extern", &[seven])), Code::TypeError);
    let other = instance(&registry, ECHO);
    assert_eq!(code(registry.call(other, "same", &[seven])), Code::InvalidInstanceHandle);
    assert_eq!(code(registry.call_ref(other, func, &[])), Code::InvalidInstanceHandle);
    registry.drop_instance(echo).expect("it is live");
    assert_eq!(code(registry.call_ref(echo, func, &[])), Code::InvalidInstanceHandle);
}

#[test]
fn exports_and_types_are_told() {
    let registry = registry();
    let module = compiled(
        &registry,
        r#"(module (memory (export "memory") 1 2)
            (func (export "f") (param i32) (result f64) (f64.const 0)))"#,
    );
    let instance = registry.instantiate(module, &InstanceConfig::new()).expect("an instance");
    let exports = registry.exports(instance).expect("it is live");
    let shown: Vec<_> = exports.iter().map(|it| format!("{} {}", it.name, it.ty)).collect();
    assert_eq!(shown, ["memory (memory 1 2)", "f (func (param i32) (result f64))"]);
    let ty = registry.func_type(instance, "f").expect("it is there");
    assert_eq!((ty.params, ty.results), (vec![ValType::I32], vec![ValType::F64]));
    let facts = registry.module(module).expect("it is live");
    assert_eq!(facts.facts().exports, exports);
    registry.drop_instance(instance).expect("it is live");
    assert_eq!(code(registry.exports(instance)), Code::InvalidInstanceHandle);
}

#[test]
fn an_instance_is_a_link_with_all_that_belongs_to_it() {
    let registry = registry();
    let main = compiled(
        &registry,
        r#"(module
            (import "math" "double" (func $double (param i32) (result i32)))
            (import "env" "tripled" (func $triple (param i32) (result i32)))
            (import "env" "missing" (func $missing))
            (import "host" "add" (func $add (param i32 i32) (result i32)))
            (func (export "go") (param $x i32) (result i32)
                (call $add (call $double (local.get $x)) (call $triple (local.get $x))))
            (func (export "miss") (call $missing)))"#,
    );
    let math = compiled(
        &registry,
        r#"(module (memory 1) (data (i32.const 4) "math")
            (func (export "double") (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1)))
            (func (export "triple") (param i32) (result i32)
                (i32.mul (local.get 0) (i32.const 3))))"#,
    );
    let config = InstanceConfig::new()
        .side("math", math)
        .map("env.tripled", "math.triple")
        .unresolved(Unresolved::Trap)
        .host("host", "add", |_, (a, b): (i32, i32)| Ok(a + b));
    let linked = registry.instantiate(main, &config).expect("everything has a source");
    assert_eq!(registry.call_typed::<i32, i32>(linked, "go", 5).expect("it answers"), 25);
    assert_eq!(registry.call_typed::<i32, i32>(linked, "math.triple", 5).expect("a side's"), 15);
    let memory = registry.memory_of(linked, "math").expect("it is live");
    assert_eq!(memory.read_str(4_u64, 4_u64).expect("it is there"), "math");
    let nobody = registry.memory_of(linked, "nobody").expect("it is live");
    assert_eq!(code(nobody.size_bytes()), Code::InvalidModuleHandle);
    assert_eq!(code(registry.call(linked, "miss", &[])), Code::UnresolvedImport);
    // The configuration makes as many as one likes, each with a state of its own.
    let again = registry.instantiate(main, &config).expect("everything has a source");
    assert_eq!(registry.call_typed::<i32, i32>(again, "go", 1).expect("it answers"), 5);
    // It ends with any of its modules.
    registry.drop_module(math).expect("it is live");
    assert_eq!(code(registry.call(again, "go", &[Val::I32(1)])), Code::InvalidInstanceHandle);
    assert_eq!((registry.n_modules(), registry.n_instances()), (1, 0));
    assert_eq!(code(registry.instantiate(main, &config)), Code::InvalidModuleHandle);
}

/// Prints its arguments and what it reads to stdout, its variable and a file of its folder to
/// stderr, each with zeros behind it.
const WASI_PROGRAM: &str = r#"(module
    (import "wasi_snapshot_preview1" "args_get" (func $args (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "environ_get" (func $env (param i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "path_open"
        (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
    (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
    (memory (export "memory") 1)
    (data (i32.const 0) "\00\04\00\00\40\00\00\00")
    (data (i32.const 16) "note.txt")
    (func $print (param $fd i32)
        (drop (call $write (local.get $fd) (i32.const 0) (i32.const 1) (i32.const 12)))
        (memory.fill (i32.const 1024) (i32.const 0) (i32.const 64)))
    (func (export "_start") (local $status i32)
        (drop (call $args (i32.const 32) (i32.const 1024)))
        (call $print (i32.const 1))
        (drop (call $env (i32.const 32) (i32.const 1024)))
        (call $print (i32.const 2))
        (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 12)))
        (call $print (i32.const 1))
        (local.set $status (call $open (i32.const 3) (i32.const 0) (i32.const 16) (i32.const 8)
            (i32.const 0) (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 24)))
        (drop (call $read (i32.load (i32.const 24)) (i32.const 0) (i32.const 1) (i32.const 12)))
        (call $print (i32.const 2))
        (call $exit (local.get $status))))"#;

#[test]
fn wasi_reaches_what_the_configuration_grants() {
    let folder = tempfile::tempdir().expect("a folder can be made");
    std::fs::write(folder.path().join("note.txt"), "a note").expect("a file can be written");
    let registry = registry();
    let module = compiled(&registry, WASI_PROGRAM);
    let capture = Capture::new(1 << 10, "typed");
    let options = WasiOptions::new().env("COLOUR", "red").stdio(Stdio::Capture(capture.clone()));
    let (guest, host) = ("/".to_owned(), folder.path().to_owned());
    let options = options.preopen(Preopen { guest, host, writable: false });
    let config = InstanceConfig::new().wasi(options);
    let program = registry.instantiate(module, &config).expect("it can be made");
    let status = registry.run(program, &["one", "two"].map(str::to_owned));
    assert_eq!(status.expect("it ends by itself"), 0);
    let parts = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).expect("it is text");
        text.split('\0').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("|")
    };
    assert_eq!(parts(capture.stdout()), "main|one|two|typed");
    assert_eq!(parts(capture.stderr()), "COLOUR=red|a note");
}

#[test]
fn limits_are_those_of_the_instance() {
    let registry = registry();
    let module = compiled(
        &registry,
        r#"(module (memory (export "memory") 1)
            (func (export "spin") (loop $again (br $again)))
            (func (export "nop")))"#,
    );
    let make = |config: &InstanceConfig| registry.instantiate(module, config).expect("it fits");
    let fuelled = make(&InstanceConfig::new().limits(Limits::new().fuel(1)).fuel(10_000));
    registry.call(fuelled, "nop", &[]).expect("it costs little");
    let left = registry.fuel_left(fuelled).expect("it is live").expect("it is counted");
    assert!((9_900..10_000).contains(&left), "{left}");
    assert_eq!(code(registry.call(fuelled, "spin", &[])), Code::FuelExhausted);
    assert_eq!(registry.fuel_left(fuelled).expect("it is live"), Some(0));
    let timed = make(&InstanceConfig::new().timeout(Duration::from_millis(20)));
    assert_eq!(code(registry.call(timed, "spin", &[])), Code::Interrupted);
    assert_eq!(registry.fuel_left(timed).expect("it is live"), None);
    let small = make(&InstanceConfig::new().limits(Limits::new().memory_bytes(2 << 16)));
    let memory = registry.memory(small).expect("it is live");
    assert_eq!(memory.grow(1).expect("at the limit"), 1);
    assert_eq!(code(memory.grow(1)), Code::LimitExceeded);
    assert_eq!(memory.size_bytes().expect("as before"), 2 << 16);
    assert_eq!(registry.n_instances(), 3);
}

#[test]
fn a_poisoned_instance_says_so_and_others_go_on() {
    let registry = registry();
    let text = r#"(module (memory (export "memory") 1)
        (func (export "boom") unreachable) (func (export "fine")))"#;
    let (broken, fine) = (instance(&registry, text), instance(&registry, text));
    let memory = registry.memory(broken).expect("it is live");
    assert_eq!(code(registry.call(broken, "boom", &[])), Code::CallError);
    let outcomes = [
        registry.call(broken, "fine", &[]).map(drop),
        registry.call_typed::<(), ()>(broken, "fine", ()),
        registry.run(broken, &[]).map(drop),
        memory.size_bytes().map(drop),
        memory.write(0_u64, b"x"),
        memory.read(0_u64, &mut [0]),
        memory.bytes(0_u64, 1_u64).map(drop),
        memory.grow(1).map(drop),
    ];
    for (idx, outcome) in outcomes.into_iter().enumerate() {
        assert_eq!(code(outcome), Code::Poisoned, "{idx}");
    }
    registry.call(fine, "fine", &[]).expect("it is another instance");
    registry.drop_instance(broken).expect("it can be dropped");
    assert_eq!(code(registry.call(broken, "fine", &[])), Code::InvalidInstanceHandle);
}

#[test]
fn an_instance_that_comes_back_to_itself_is_refused() {
    let registry = registry();
    let me = std::sync::Arc::new(OnceLock::<InstanceHandle>::new());
    let (inside, known) = (registry.clone(), me.clone());
    let config = InstanceConfig::new().host("host", "back", move |_, (): ()| {
        let me = *known.get().expect("it was told");
        let outcomes = [
            inside.call(me, "answer", &[]).map(drop),
            inside.memory(me)?.size_bytes().map(drop),
            inside.fuel_left(me).map(drop),
        ];
        let codes = outcomes.map(|outcome| u32::from(code(outcome).number()));
        assert_eq!(codes, [5023; 3]);
        // Another one is free, and what needs no turn is told.
        inside.exports(me)?;
        let other = inside.instantiate(
            inside.compile(br#"(module (func (export "answer") (result i32) (i32.const 42)))"#)?,
            &InstanceConfig::new(),
        )?;
        inside.call_typed::<(), u32>(other, "answer", ())
    });
    let text = r#"(module (import "host" "back" (func $back (result i32)))
        (func (export "answer") (result i32) (i32.const 1))
        (func (export "go") (result i32) (call $back)))"#;
    me.set(instance_with(&registry, text, &config)).expect("it was not told before");
    let me = *me.get().expect("it was told");
    assert_eq!(registry.call_typed::<(), i32>(me, "go", ()).expect("refusals can be handled"), 42);
    assert_eq!(registry.call_typed::<(), i32>(me, "answer", ()).expect("nothing is poisoned"), 1);
}

#[test]
fn a_host_function_may_drop_its_own_instance() {
    let registry = registry();
    let me = std::sync::Arc::new(OnceLock::<InstanceHandle>::new());
    let (inside, known) = (registry.clone(), me.clone());
    let config = InstanceConfig::new().host("host", "drop", move |_, (): ()| {
        inside.drop_instance(*known.get().expect("it was told"))
    });
    let text = r#"(module (import "host" "drop" (func $drop)) (memory (export "memory") 1)
        (func (export "go") (result i32)
            (call $drop)
            (i32.store (i32.const 0) (i32.const 5))
            (i32.load (i32.const 0))))"#;
    me.set(instance_with(&registry, text, &config)).expect("it was not told before");
    let me = *me.get().expect("it was told");
    assert_eq!(registry.call_typed::<(), i32>(me, "go", ()).expect("it goes on to its end"), 5);
    assert_eq!(code(registry.call(me, "go", &[])), Code::InvalidInstanceHandle);
    assert_eq!(registry.n_instances(), 0);
}
