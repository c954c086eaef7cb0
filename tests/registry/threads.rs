//! Several threads in one registry: what runs side by side, what takes turns, and what gives way.

use super::{code, compiled, instance, instance_with, registry};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Barrier, Mutex, OnceLock};
use std::thread;
use wasm_broker::{Code, InstanceConfig, InstanceHandle, ModuleHandle, Registry, Val};

/// Calls the host while it is called.
const WAITS: &str = r#"(module
    (import "host" "wait" (func $wait (result i32)))
    (memory (export "memory") 1)
    (func (export "go") (result i32) (call $wait)))"#;

#[test]
fn calls_of_different_instances_run_side_by_side() {
    const N: usize = 3;
    let registry = registry();
    // Nobody gets past it before all are there: in turns, the test would not end.
    let barrier = Arc::new(Barrier::new(N + 1));
    let inside = barrier.clone();
    let config = InstanceConfig::new().host("host", "wait", move |_, (): ()| {
        inside.wait();
        inside.wait();
        Ok(1)
    });
    let instances: Vec<_> = (0..N).map(|_| instance_with(&registry, WAITS, &config)).collect();
    thread::scope(|scope| {
        let go = |handle: InstanceHandle| {
            let registry = &registry;
            scope.spawn(move || registry.call_typed::<(), i32>(handle, "go", ()))
        };
        let calls: Vec<_> = instances.iter().map(|handle| go(*handle)).collect();
        barrier.wait();
        // All guests are in the middle of their calls, and the registry answers.
        let other = instance(&registry, r#"(module (func (export "f")))"#);
        registry.call(other, "f", &[]).expect("it is free");
        registry.drop_instance(other).expect("it is live");
        assert_eq!(registry.n_instances(), N);
        barrier.wait();
        for call in calls {
            assert_eq!(call.join().expect("it ends well").expect("it answers"), 1);
        }
    });
}

#[test]
fn calls_of_one_instance_take_turns() {
    const N_THREADS: i32 = 4;
    const N_CALLS: i32 = 100;
    let registry = registry();
    let n_inside = Arc::new(AtomicU32::new(0));
    let inside = n_inside.clone();
    let config = InstanceConfig::new().host("host", "alone", move |_, (): ()| {
        assert_eq!(inside.fetch_add(1, Ordering::SeqCst), 0, "somebody else is in it");
        thread::yield_now();
        inside.fetch_sub(1, Ordering::SeqCst);
        Ok(())
    });
    let counter = instance_with(
        &registry,
        r#"(module (import "host" "alone" (func $alone))
            (memory (export "memory") 1)
            (func (export "next") (result i32)
                (local $before i32)
                (local.set $before (i32.load (i32.const 0)))
                (call $alone)
                (i32.store (i32.const 0) (i32.add (local.get $before) (i32.const 1)))
                (i32.load (i32.const 0))))"#,
        &config,
    );
    thread::scope(|scope| {
        for _ in 0..N_THREADS {
            scope.spawn(|| {
                for _ in 0..N_CALLS {
                    registry.call(counter, "next", &[]).expect("it is its turn in the end");
                    registry.memory(counter).expect("live").size_bytes().expect("after the call");
                }
            });
        }
    });
    let n_calls = registry.call_typed::<(), i32>(counter, "next", ()).expect("it answers");
    assert_eq!(n_calls, N_THREADS * N_CALLS + 1);
}

#[test]
fn an_instance_that_is_dropped_in_the_middle_of_a_call_ends_after_it() {
    let registry = registry();
    let barrier = Arc::new(Barrier::new(2));
    let inside = barrier.clone();
    let kept = Arc::new(());
    let held = kept.clone();
    let config = InstanceConfig::new().host("host", "wait", move |_, (): ()| {
        let _ = &held;
        inside.wait();
        inside.wait();
        Ok(7)
    });
    let module = compiled(&registry, WAITS);
    let busy = registry.instantiate(module, &config).expect("an instance");
    drop(config);
    let memory = registry.memory(busy).expect("it is live");
    thread::scope(|scope| {
        let call = scope.spawn(|| registry.call_typed::<(), i32>(busy, "go", ()));
        barrier.wait();
        // This one waits for its turn, or comes too late: it never gets in.
        let waits = scope.spawn(|| memory.write(0_u64, b"x"));
        registry.drop_module(module).expect("it is live");
        assert_eq!(code(registry.call(busy, "go", &[])), Code::InvalidInstanceHandle);
        barrier.wait();
        assert_eq!(call.join().expect("it ends well").expect("it goes on to its end"), 7);
        assert_eq!(code(waits.join().expect("it ends well")), Code::InvalidInstanceHandle);
    });
    assert_eq!(Arc::strong_count(&kept), 1, "what the instance held is freed");
}

#[test]
fn a_ring_of_instances_over_threads_is_broken() {
    let registry = registry();
    let handles = Arc::new([OnceLock::<InstanceHandle>::new(), OnceLock::new()]);
    let barrier = Arc::new(Barrier::new(2));
    let text = r#"(module
        (import "host" "other" (func $other (result i32)))
        (func (export "answer") (result i32) (i32.const 1))
        (func (export "go") (result i32) (call $other)))"#;
    for (me, other) in [(0, 1), (1, 0)] {
        let (inside, known, barrier) = (registry.clone(), handles.clone(), barrier.clone());
        let config = InstanceConfig::new().host("host", "other", move |_, (): ()| {
            barrier.wait();
            let other = *known[other].get().expect("it was told");
            match inside.call_typed::<(), i32>(other, "answer", ()) {
                Err(error) if error.code() == Code::Reentrancy => Ok(0),
                answer => answer,
            }
        });
        handles[me].set(instance_with(&registry, text, &config)).expect("it is told once");
    }
    for _ in 0..20 {
        let answers: i32 = thread::scope(|scope| {
            let go = |handle: &OnceLock<InstanceHandle>| {
                let (registry, handle) = (&registry, *handle.get().expect("it was told"));
                scope.spawn(move || registry.call_typed::<(), i32>(handle, "go", ()))
            };
            let calls: Vec<_> = handles.iter().map(go).collect();
            let answer = |call: thread::ScopedJoinHandle<'_, _>| -> wasm_broker::Result<i32> {
                call.join().expect("it ends well")
            };
            calls.into_iter().map(|call| answer(call).expect("no call fails")).sum()
        });
        assert_eq!(answers, 1, "one gives way, the other gets its answer");
    }
}

/// What all threads of the next test know.
#[derive(Default)]
struct Known {
    modules: Vec<ModuleHandle>,
    instances: Vec<InstanceHandle>,
}

/// One thread's part: it makes, calls and drops what any thread has made.
fn work(registry: &Registry, known: &Mutex<Known>, seed: u32) -> [u32; 2] {
    let mut random = seed;
    let mut next = |n: usize| {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (random >> 8) as usize % n.max(1)
    };
    let [mut n_well, mut n_refused] = [0, 0];
    let mut count = |outcome: Result<(), wasm_broker::Error>| match outcome {
        Ok(()) => n_well += 1,
        Err(error) => {
            let expected = [Code::InvalidModuleHandle, Code::InvalidInstanceHandle];
            assert!(expected.contains(&error.code()), "{error}");
            n_refused += 1;
        }
    };
    for _ in 0..200 {
        let lock = || known.lock().expect("no thread panics in it");
        let module = {
            let known = lock();
            known.modules.get(next(known.modules.len())).copied()
        };
        let instance = {
            let known = lock();
            known.instances.get(next(known.instances.len())).copied()
        };
        match (next(12), module, instance) {
            (0 | 1, ..) => {
                let answer = next(5);
                let text = format!(
                    r#"(module (memory (export "memory") 1)
                        (func (export "answer") (result i32) (i32.const {answer})))"#
                );
                lock().modules.push(compiled(registry, &text));
            }
            (2..=4, Some(module), _) => {
                match registry.instantiate(module, &InstanceConfig::new()) {
                    Ok(instance) => lock().instances.push(instance),
                    Err(error) => count(Err(error)),
                }
            }
            (5..=9, _, Some(instance)) => {
                let memory = registry.memory(instance);
                count(memory.and_then(|memory| memory.write(8_u64, b"written")));
                let answer = registry.call(instance, "answer", &[]);
                count(answer.map(|answer| assert!(matches!(answer[..], [Val::I32(0..5)]))));
            }
            (10, _, Some(instance)) => count(registry.drop_instance(instance)),
            (11, Some(module), _) => count(registry.drop_module(module)),
            _ => {}
        }
    }
    [n_well, n_refused]
}

#[test]
fn many_threads_make_call_and_drop_at_once() {
    let registry = registry();
    let known = Mutex::new(Known::default());
    let counts: Vec<[u32; 2]> = thread::scope(|scope| {
        let (registry, known) = (&registry, &known);
        let threads: Vec<_> =
            (1..=6).map(|seed| scope.spawn(move || work(registry, known, seed))).collect();
        threads.into_iter().map(|thread| thread.join().expect("it ends well")).collect()
    });
    let [n_well, n_refused] = [0, 1].map(|idx| counts.iter().map(|it| it[idx]).sum::<u32>());
    assert!(n_well > 50 && n_refused > 5, "{n_well} went well, {n_refused} were refused");
    for module in known.into_inner().expect("no thread panicked").modules {
        let _ = registry.drop_module(module);
    }
    assert_eq!((registry.n_modules(), registry.n_instances()), (0, 0));
}
