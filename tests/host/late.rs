//! Modules that are opened while a link runs: what a failure gives back, whose time it takes.

use super::{begin, code, finish, module};
use wasm_broker::{Code, Limits, Module};

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
