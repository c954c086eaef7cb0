//! Instances that call each other through their host functions, on one thread.

use super::*;
use std::sync::{Arc, Mutex};
use wasm_broker::{Error, HostContext, run_on_guest_thread};

/// More than the stack of a guest thread has room for.
const N_INSTANCES: u32 = 40;

#[test]
fn instances_that_enter_each_other_run_out_of_stack_with_an_error() {
    // Each uses up most of what its guests may have, then calls the next.
    const DEEP: &str = r#"(module
        (import "env" "next" (func $next (param i32)))
        (func $go (export "go") (param $depth i32) (param $n i32)
            (if (local.get $depth)
                (then (call $go (i32.sub (local.get $depth) (i32.const 1)) (local.get $n)))
                (else (call $next (local.get $n))))))"#;
    for depth in [0, 1_000, 20_000] {
        let registry = registry();
        let module = compiled(&registry, DEEP);
        let instances: Arc<Mutex<Vec<InstanceHandle>>> = Arc::default();
        let (shared, known) = (registry.clone(), instances.clone());
        let config =
            InstanceConfig::new().host("env", "next", move |_: &mut HostContext<'_, ()>, (n,)| {
                let n: u32 = n;
                let next = known.lock().unwrap().get(n as usize).copied();
                let args = [Val::I32(depth), Val::I32(n as i32 + 1)];
                next.map_or(Ok(()), |next| shared.call(next, "go", &args).map(|_| ()))
            });
        for _ in 0..N_INSTANCES {
            let instance = registry.instantiate(module, &config).expect("it can be instantiated");
            instances.lock().unwrap().push(instance);
        }
        let first = instances.lock().unwrap()[0];
        let args = [Val::I32(depth), Val::I32(1)];
        let ended = run_on_guest_thread(|| registry.call(first, "go", &args)).expect("no abort");
        if depth < 20_000 {
            ended.unwrap_or_else(|error| panic!("{depth}: {error}"));
            continue;
        }
        let error = ended.expect_err("no thread has stack for all");
        assert_eq!(error.code(), Code::CallError);
        assert!(error.message().contains("stack"), "{error}");
        // The innermost were never entered, and are as before.
        let last = instances.lock().unwrap()[N_INSTANCES as usize - 1];
        registry.call(last, "go", &[Val::I32(0), Val::I32(N_INSTANCES as i32)]).expect("it works");
    }
}

#[test]
fn the_exit_of_one_program_is_an_error_for_another() {
    let registry = registry();
    let ends = r#"(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
        (memory (export "memory") 1) (func (export "end") (call $exit (i32.const 3))))"#;
    let inner = instance(&registry, ends);
    let shared = registry.clone();
    let end = move |_: &mut HostContext<'_, ()>, (): ()| shared.call(inner, "end", &[]).map(|_| ());
    let outer = r#"(module (import "env" "end" (func $end)) (memory (export "memory") 1)
        (func (export "go") (call $end)))"#;
    let outer = instance_with(&registry, outer, &InstanceConfig::new().host("env", "end", end));
    let error: Error = registry.call(outer, "go", &[]).expect_err("its host function fails");
    assert_eq!((error.code(), error.guest_exit()), (Code::CallError, None), "{error}");
    // It was left in the middle; the other one ended as it wished.
    assert_eq!(code(registry.call(outer, "go", &[])), Code::Poisoned);
    let again = registry.call(inner, "end", &[]).expect_err("it ends again");
    assert_eq!(again.guest_exit(), Some(3));
}
