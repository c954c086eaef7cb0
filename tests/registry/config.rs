//! What the configuration of an instance lets it do that no instance may do by itself.

use super::{code, compiled, registry};
use std::path::Path;
use wasm_broker::{Allowance, Code, InstanceConfig, InstanceHandle, Registry, Val};

/// A program that opens libraries, and the folder that it finds them in.
const OPENS: &str = "tests/link/dylink-dlopen-old/main.wat";
const FOLDER: &str = "tests/link/dylink-dlopen-old/lib";
/// Where the program has the name of the library, and that of its function.
const LIBRARY: Val = Val::I32(100);
const SYMBOL: Val = Val::I32(300);

fn number(registry: &Registry, instance: InstanceHandle, name: &str, args: &[Val]) -> i32 {
    match registry.call(instance, name, args).expect("it answers").as_slice() {
        [Val::I32(number)] => *number,
        other => panic!("{name} answered {other:?}"),
    }
}

#[test]
fn libraries_are_opened_from_granted_folders_only() {
    let registry = registry();
    let text = std::fs::read_to_string(OPENS).expect("the program is there");
    let program = compiled(&registry, &text);
    let opened = |config: &InstanceConfig| {
        let instance = registry.instantiate(program, config).expect("it needs no library yet");
        (instance, number(&registry, instance, "open", &[LIBRARY]))
    };
    let (without, handle) = opened(&InstanceConfig::new());
    assert_eq!(handle, 0);
    assert_ne!(number(&registry, without, "error", &[]), 0);
    let nowhere = InstanceConfig::new().library_path("tests/link/none");
    assert_eq!(code(registry.instantiate(program, &nowhere)), Code::IoError);
    let config = InstanceConfig::new().library_path("tests/cli/inputs").library_path(FOLDER);
    let (with, handle) = opened(&config);
    assert_ne!(handle, 0);
    let slot = number(&registry, with, "symbol", &[Val::I32(handle), SYMBOL]);
    // Each instance has a library of its own, which counts from the start.
    let (other, _) = opened(&config);
    assert_eq!(number(&registry, with, "call", &[Val::I32(slot)]), 1);
    assert_eq!(number(&registry, with, "call", &[Val::I32(slot)]), 2);
    let slot = number(&registry, other, "symbol", &[Val::I32(handle), SYMBOL]);
    assert_eq!(number(&registry, other, "call", &[Val::I32(slot)]), 1);
    let shown = format!("{config:?}");
    assert!(shown.contains(&format!("{:?}", Path::new(FOLDER))), "{shown}");
}

#[test]
fn what_is_refused_is_let_through_where_it_is_allowed() {
    let registry = registry();
    let module = compiled(
        &registry,
        r#"(module
            (import "host" "same" (func $same (param i32) (result i32)))
            (func (export "pointer") (import "rb:side" "addFnPtr_to") (param i32) (result i32))
            (table 2 funcref)
            (elem (i32.const 1) $same))"#,
    );
    let side = compiled(&registry, "(module (memory 1) (table (export \"table\") 2 funcref))");
    let strict =
        InstanceConfig::new()
            .side("side", side)
            .host("host", "same", |_, (number,): (u32,)| Ok(number));
    let pointer = |config: &InstanceConfig| {
        let instance = registry.instantiate(module, config).expect("everything has a source");
        registry.call(instance, "pointer", &[Val::I32(1)])
    };
    assert_eq!(code(pointer(&strict)), Code::PermissionDenied);
    let other = strict.clone().allow(Allowance::EarlyCalls);
    assert_eq!(code(pointer(&other)), Code::PermissionDenied);
    let lenient = strict.clone().allow(Allowance::HostPointers);
    let [Val::I32(slot)] = pointer(&lenient).expect("it is allowed")[..] else {
        panic!("a pointer is a number");
    };
    assert_ne!(slot, 0);
}
