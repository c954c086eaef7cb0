//! Modules that are opened while a link runs: what a failure gives back, whose time it takes.

use super::{begin, code, finish, module};
use std::time::Duration;
use wasm_broker::{Broker, Code, Limits, LinkBuilder, Module, Progress};

/// A module of 2 MiB whose table is larger than any may be.
const TABLE_TOO_LARGE: &str = "(module (memory 32) (table 2000000 funcref))";

/// A module of this many pages with a function that tells what they are.
fn pages(n_pages: u32) -> Module {
    module(&format!(
        r#"(module (memory {n_pages}) (func (export "pages") (result i32) (memory.size)))"#
    ))
}

#[test]
fn what_an_instance_that_was_refused_would_use_is_given_back() {
    let all = Limits::new().memory_bytes(34 << 16).all_table_elements(0);
    let few = Limits::new().instances(4);
    for limits in [all, few] {
        let mut link = finish(begin("(module)").limits(limits));
        for _ in 0..3 {
            let outcome = link.open_module("late", module(TABLE_TOO_LARGE));
            assert_eq!(code(outcome), Code::LimitExceeded);
        }
        link.open_module("late", pages(32)).expect("the engine has given all back");
        link.invoke("late.pages", &[]).expect("it is there");
    }
}

#[test]
fn a_module_that_the_engine_never_saw_is_not_counted() {
    let large = format!("(module (func (export \"{}\")))", "x".repeat(500));
    let limits = Limits::new().instances(2).all_module_bytes(1000);
    let mut link = finish(begin("(module)").limits(limits));
    // Its memory takes the last instance, so that there is none for the module.
    let two_instances = large.replacen("(func", "(memory 1) (func", 1);
    assert_eq!(code(link.open_module("late", module(&two_instances))), Code::LimitExceeded);
    let error = link.open_module("late", module(&large)).expect_err("the memory has taken it");
    assert!(error.to_string().contains("instances of the link"), "{error}");
}

/// A link whose compiler takes longer than its guests may.
fn slow_to_compile(main: &str) -> LinkBuilder<()> {
    let slow = |progress: Progress| {
        if progress == Progress::Done {
            std::thread::sleep(Duration::from_millis(350));
        }
    };
    let broker = Broker::builder().progress(slow).build().expect("a broker can be made");
    broker.main("main", module(main)).limits(Limits::new().timeout(Duration::from_millis(250)))
}

#[test]
fn compiling_is_not_the_guests_time() {
    let mut link = finish(slow_to_compile(
        r#"(module (memory (export "memory") 1) (table (export "table") 1 funcref)
            (func (export "go")))"#,
    ));
    let spins = r#"(module (func (export "_initialize") (loop (br 0))))"#;
    // The ledger of function slots is made for it, before it is compiled.
    let asks_for_slot = r#"(module (@dylink.0 (mem-info (memory 0 0) (table 0 0)))
        (import "env" "__indirect_function_table" (table 0 funcref))
        (import "GOT.func" "f" (global (mut i32)))
        (func (export "f")))"#;
    for text in [r#"(module (func (export "f")))"#, asks_for_slot] {
        let library = link.open_module("late", module(text)).expect("its own time is short");
        link.invoke("late.f", &[]).expect("the link is not poisoned");
        link.close(library).expect("nobody uses it");
    }
    link.invoke("go", &[]).expect("the link is not poisoned");
    assert_eq!(code(link.open_module("late", module(spins))), Code::Interrupted);
    assert_eq!(code(link.invoke("go", &[])), Code::Poisoned);
}
