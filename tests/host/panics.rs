//! Panics in what the host gives: they become errors, whatever it panics with.

use super::{begin, code, finish, module};
use std::panic::{AssertUnwindSafe, catch_unwind, panic_any};
use std::sync::atomic::{AtomicBool, Ordering};
use wasm_broker::{Broker, Code, Result, Val, run_on_guest_thread};

/// What panics when it is dropped, with another one.
struct Bomb(u32);

impl Drop for Bomb {
    fn drop(&mut self) {
        if self.0 > 0 {
            panic_any(Bomb(self.0 - 1));
        }
    }
}

#[test]
fn what_a_host_function_panics_with_may_panic_when_it_is_dropped() {
    let main = r#"(module (import "host" "bomb" (func $bomb)) (func (export "go") (call $bomb)))"#;
    let builder = begin(main);
    let builder = builder.host("host", "bomb", |_, (): ()| -> Result<()> { panic_any(Bomb(3)) });
    let mut link = finish(builder);
    let outcome = catch_unwind(AssertUnwindSafe(|| link.invoke("go", &[])));
    let Ok(outcome) = outcome else { panic!("it goes through the guest") };
    assert_eq!(code(outcome), Code::Internal);
    assert_eq!(code(link.invoke("go", &[])), Code::Poisoned);
    let outcome = catch_unwind(|| run_on_guest_thread(|| panic_any(Bomb(1))));
    let Ok(outcome) = outcome else { panic!("it goes through") };
    assert_eq!(code(outcome), Code::Internal);
}

#[test]
fn a_panic_of_who_is_told_of_progress_leaves_the_link_as_it_was() {
    static IS_TO_PANIC: AtomicBool = AtomicBool::new(false);
    let tell = |_| assert!(!IS_TO_PANIC.swap(false, Ordering::Relaxed), "no progress");
    let broker = Broker::builder().progress(tell).build().expect("a broker can be made");
    let text = r#"(module (memory 1) (func (export "f") (result i32) (i32.const 7)))"#;
    let plan = broker.main::<()>("main", module(text)).plan().expect("it can be planned");
    let mut link = plan.instantiate(()).expect("it can be made");
    let before = link.plan().clone();
    IS_TO_PANIC.store(true, Ordering::Relaxed);
    let error = link.open_module("late", module(text)).expect_err("it panics");
    assert_eq!(error.code(), Code::Internal);
    assert!(error.to_string().contains("panicked: no progress"), "{error}");
    assert_eq!(link.plan(), &before);
    link.open_module("late", module(text)).expect("the name is still free");
    assert_eq!(link.invoke("late.f", &[]).expect("it is linked"), [Val::I32(7)]);
}
