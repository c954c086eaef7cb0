//! Faults put into five links, one at a time, at every place where one can be: every amount of fuel
//! up to the one that suffices, every limit below what is needed, every call of a host function,
//! deadlines at random. What comes of each is a code that fits; and either nothing has changed and
//! the link goes on, or it says that it is poisoned (5022).
//!
//! Where a link needs much fuel, loops of the broker's helpers make most amounts alike: of those
//! only one in 41 is tried, and all with `WASM_BROKER_FAULTS=all`.
//!
//! To add a link: an entry in `faults/references.rs`.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

#[path = "faults/references.rs"]
mod references;

use references::{ANSWER, REFERENCES, REFUSED, Reference, TICK_FAILED, Tick};
use std::time::Duration;
use wasm_broker::{Broker, Code, Error, Limits, Link, Result};

const PAGE_BYTES: u64 = 1 << 16;
/// More than any of the links needs.
const MAX_FUEL: u64 = 100_000;
const MAX_PAGES: u64 = 1_000;
const MAX_ELEMENTS: u64 = 1_000;
const MAX_TICKS: u64 = 100;
/// Amounts of fuel that are all tried; the last before success are, too.
const EVERY_FUEL: u64 = 1_000;
const FUEL_STRIDE: usize = 41;
/// Deadlines of each link.
const N_DEADLINES: u64 = 60;

/// Makes the link and lets it answer.
fn attempt(
    broker: &Broker,
    reference: &Reference,
    limits: Limits,
    fails_at: Option<(u64, Tick)>,
) -> Result<i32> {
    let mut link = reference.builder(broker, limits, fails_at).plan()?.instantiate(())?;
    let outcome = call(&mut link, "go");
    match &outcome {
        Ok(_) => assert_untouched(&mut link, reference),
        Err(error) => assert_says_so(&mut link, error, reference),
    }
    outcome
}

fn call(link: &mut Link<()>, name: &str) -> Result<i32> {
    link.func::<(), i32>(name)?.call(link, ())
}

fn assert_untouched(link: &mut Link<()>, reference: &Reference) {
    match call(link, "untouched") {
        Ok(answer) => assert_eq!(answer, 1, "{}: somebody wrote", reference.name),
        // The fuel or the time may end right there.
        Err(error) => {
            let is_out = matches!(error.code(), Code::FuelExhausted | Code::Interrupted);
            assert!(is_out, "{}: {error}", reference.name);
        }
    }
}

/// After an error nothing has changed, or the link is poisoned.
fn assert_says_so(link: &mut Link<()>, error: &Error, reference: &Reference) {
    match error.is_trap() {
        true => {
            let after = call(link, "go").expect_err("it is poisoned");
            assert_eq!(after.code(), Code::Poisoned, "{}: {after}", reference.name);
        }
        false => assert_untouched(link, reference),
    }
}

/// A link of the same broker without a fault.
fn assert_sound(broker: &Broker, reference: &Reference) {
    let answer = attempt(broker, reference, Limits::new(), None);
    assert_eq!(answer.unwrap(), ANSWER, "{}", reference.name);
}

/// Raises a limit until the link answers; every refusal below has one of these codes. Says how many
/// there were.
fn raise(
    reference: &Reference,
    limits: impl Fn(u64) -> Limits,
    values: impl IntoIterator<Item = u64>,
    codes: &[Code],
) -> u64 {
    let broker = Broker::new().unwrap();
    for (n_refused, value) in (0..).zip(values) {
        match attempt(&broker, reference, limits(value), None) {
            Ok(ANSWER) => {
                assert_sound(&broker, reference);
                return n_refused;
            }
            Ok(answer) => assert_eq!(answer, REFUSED, "{} at {value}", reference.name),
            Err(error) => {
                let name = reference.name;
                assert!(codes.contains(&error.code()), "{name} at {value}: {error}");
            }
        }
    }
    panic!("{}: no limit is high enough", reference.name);
}

/// The amounts of fuel that are tried, up to the first that suffices.
fn amounts_of_fuel(from: u64, enough: u64) -> Vec<u64> {
    let is_all = std::env::var("WASM_BROKER_FAULTS").is_ok_and(|value| value == "all");
    let low = (from + EVERY_FUEL).min(enough);
    let high = enough.saturating_sub(EVERY_FUEL).max(low);
    let stride = if is_all { 1 } else { FUEL_STRIDE };
    (from..low).chain((low..high).step_by(stride)).chain(high..=enough).collect()
}

/// The least fuel that suffices.
fn enough_fuel(suffices: impl Fn(u64) -> bool) -> u64 {
    assert!(suffices(MAX_FUEL), "no amount suffices");
    let (mut too_little, mut enough) = (0, MAX_FUEL);
    while too_little + 1 < enough {
        let middle = too_little.midpoint(enough);
        match suffices(middle) {
            true => enough = middle,
            false => too_little = middle,
        }
    }
    enough
}

#[test]
fn every_amount_of_fuel() {
    for reference in REFERENCES {
        let broker = Broker::new().unwrap();
        let limits = |fuel| Limits::new().fuel(fuel);
        let enough = enough_fuel(|fuel| attempt(&broker, reference, limits(fuel), None).is_ok());
        let amounts = amounts_of_fuel(0, enough);
        let n_tried = amounts.len() as u64 - 1;
        let n_refused = raise(reference, limits, amounts, &[Code::FuelExhausted]);
        println!("{}: {n_tried} of {enough} amounts of fuel", reference.name);
        assert_eq!(n_refused, n_tried, "{}: less is never enough", reference.name);
        assert!(n_refused > 50, "{}: fuel is counted", reference.name);
    }
}

#[test]
fn every_limit_on_memory() {
    for reference in REFERENCES {
        let limits = |bytes| Limits::new().memory_bytes(bytes);
        let values = (0..MAX_PAGES).flat_map(|n| [n * PAGE_BYTES, (n + 1) * PAGE_BYTES - 1]);
        let n_refused = raise(reference, limits, values, &[Code::LimitExceeded]);
        println!("{}: {n_refused} limits on memory are too low", reference.name);
        assert!(n_refused >= 2, "{}: memory is counted", reference.name);
    }
}

#[test]
fn every_limit_on_tables_slots_and_modules() {
    for reference in REFERENCES {
        let codes = &[Code::LimitExceeded, Code::TableExhausted];
        let limits = |n| Limits::new().table_elements(n);
        let n_tables = raise(reference, limits, 0..MAX_ELEMENTS, codes);
        let limits = |n| Limits::new().broker_slots(n);
        let n_slots = raise(reference, limits, 0..MAX_ELEMENTS, codes);
        let limits = |n| Limits::new().modules(n);
        let n_modules = raise(reference, limits, 0..10, &[Code::LimitExceeded]);
        println!("{}: {n_tables} of elements, {n_slots} of slots", reference.name);
        assert!(n_tables >= 1, "{}: elements are counted", reference.name);
        assert_eq!(n_modules, 2, "{}: modules are counted", reference.name);
    }
}

#[test]
fn every_limit_on_all_tables_and_instances() {
    let codes = &[Code::LimitExceeded, Code::TableExhausted];
    for reference in REFERENCES {
        let limits = |n| Limits::new().all_table_elements(n);
        let n_elements = raise(reference, limits, 0..MAX_ELEMENTS, codes);
        let limits = |n| Limits::new().instances(n);
        let n_instances = raise(reference, limits, 0..MAX_ELEMENTS, codes);
        println!("{}: {n_elements} of elements, {n_instances} of instances", reference.name);
        assert!(n_elements >= 1, "{}: all elements are counted", reference.name);
        // Both modules and a helper, at least.
        assert!(n_instances >= 3, "{}: instances are counted", reference.name);
    }
}

#[test]
fn every_limit_on_the_shape_of_modules() {
    type Set = fn(Limits, u64) -> Limits;
    // What every reference has some of: functions with bodies, and segments or constants.
    let rows: [(&str, Set, u64); 4] = [
        ("functions", Limits::functions, 1),
        ("function_bytes", Limits::function_bytes, 2),
        ("startup_items", Limits::startup_items, 1),
        ("module_bytes", Limits::module_bytes, 8),
    ];
    for reference in REFERENCES {
        for (name, set, at_least) in rows {
            let limits = |n| set(Limits::new(), n);
            let codes = &[Code::CompileLimit];
            let n_refused = raise(reference, limits, 0..MAX_ELEMENTS * 10, codes);
            println!("{}: {n_refused} of {name}", reference.name);
            assert!(n_refused >= at_least, "{}: {name} are counted", reference.name);
        }
    }
}

#[test]
fn every_call_of_a_host_function() {
    let broker = Broker::new().unwrap();
    for reference in REFERENCES {
        for (tick, code) in [(Tick::Errs, Code::CallError), (Tick::Panics, Code::Internal)] {
            let outcomes = (0..MAX_TICKS)
                .map(|at| attempt(&broker, reference, Limits::new(), Some((at, tick))));
            let errors: Vec<_> = outcomes.map_while(Result::err).collect();
            for error in &errors {
                assert_eq!(error.code(), code, "{}: {error}", reference.name);
                assert!(error.to_string().contains(TICK_FAILED), "{}: {error}", reference.name);
            }
            println!("{}: {} calls that fail ({tick:?})", reference.name, errors.len());
            assert!((3..50).contains(&errors.len()), "{}: it calls back", reference.name);
        }
        assert_sound(&broker, reference);
    }
}

#[test]
fn deadlines_at_random() {
    let broker = Broker::new().unwrap();
    let mut number = 0x9e37_79b9_7f4a_7c15_u64;
    for reference in REFERENCES {
        let mut n_late = 0;
        for _ in 0..N_DEADLINES {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let timeout = Duration::from_nanos(number >> 44);
            match attempt(&broker, reference, Limits::new().timeout(timeout), None) {
                Ok(answer) => assert_eq!(answer, ANSWER, "{}", reference.name),
                Err(error) => {
                    assert_eq!(error.code(), Code::Interrupted, "{}: {error}", reference.name);
                    n_late += 1;
                }
            }
        }
        println!("{}: {n_late} of {N_DEADLINES} deadlines are missed", reference.name);
        assert_sound(&broker, reference);
    }
}

/// What a link shows of itself from outside.
#[derive(Debug, PartialEq)]
struct Seen {
    plan: String,
    memory: Vec<u8>,
    answer: i32,
}

impl Seen {
    fn of(link: &mut Link<()>) -> Self {
        let plan = link.plan().to_json();
        let memory = link.memory("main").unwrap();
        let memory = memory.slice(0, memory.size_bytes()).unwrap().to_vec();
        Self { plan, memory, answer: call(link, "untouched").unwrap() }
    }
}

/// Opens a module in a running link at every limit below what it needs. What `malloc` of the
/// program did before stays, so that its memory is compared in links that have none.
fn open_late(reference: &Reference, limits: impl Fn(u64) -> Limits, values: Vec<u64>) -> u64 {
    let broker = Broker::new().unwrap();
    let mut n_refused = 0;
    for value in values {
        let Ok(plan) = reference.builder(&broker, limits(value), None).plan() else { continue };
        let Ok(mut link) = plan.instantiate(()) else { continue };
        let before = Seen::of(&mut link);
        let (name, module) = reference.late();
        match link.open_module(name, module) {
            Ok(opened) => {
                let answer = link.func::<(), i32>("late.answer").unwrap();
                match answer.call(&mut link, ()) {
                    Ok(answer) => assert_eq!(answer, ANSWER),
                    Err(error) => {
                        assert_eq!(error.code(), Code::TableExhausted, "{error}");
                        n_refused += 1;
                        continue;
                    }
                }
                link.close(opened).unwrap();
                return n_refused;
            }
            Err(error) if error.is_trap() => {
                assert_says_so(&mut link, &error, reference);
            }
            Err(error) => {
                let code = error.code();
                let fits = matches!(code, Code::LimitExceeded | Code::TableExhausted);
                assert!(fits, "{} at {value}: {error}", reference.name);
                let after = Seen::of(&mut link);
                assert_eq!(after.plan, before.plan, "{} at {value}: {error}", reference.name);
                assert_eq!(after.answer, 1, "{} at {value}: {error}", reference.name);
                if reference.name != "dylink" {
                    assert!(after.memory == before.memory, "{} at {value}", reference.name);
                }
                // Room that was not to be had is still not to be had, and the name is still free.
                let (name, module) = reference.late();
                let again = link.open_module(name, module).expect_err("nothing was freed");
                assert_eq!(again.code(), code, "{} at {value}: {again}", reference.name);
            }
        }
        n_refused += 1;
    }
    panic!("{}: no limit is high enough", reference.name);
}

#[test]
fn opening_at_every_limit() {
    for reference in REFERENCES {
        let pages = (0..MAX_PAGES).map(|n| n * PAGE_BYTES).collect();
        let n_memory = open_late(reference, |n| Limits::new().memory_bytes(n), pages);
        let elements = (0..MAX_ELEMENTS).collect();
        let n_tables = open_late(reference, |n| Limits::new().table_elements(n), elements);
        let slots = (0..MAX_ELEMENTS).collect();
        let n_slots = open_late(reference, |n| Limits::new().broker_slots(n), slots);
        let instances = (0..MAX_ELEMENTS).collect();
        let n_instances = open_late(reference, |n| Limits::new().instances(n), instances);
        let modules = (0..10).collect();
        let n_modules = open_late(reference, |n| Limits::new().modules(n), modules);
        let name = reference.name;
        println!("{name}: memory {n_memory}, tables {n_tables}, slots {n_slots}");
        assert!(n_instances > 0, "{name}: {n_instances}");
        assert!(n_memory > 0 && n_modules == 1, "{name}: memory {n_memory}, modules {n_modules}");
    }
}

#[test]
fn opening_with_every_amount_of_fuel() {
    let broker = Broker::new().unwrap();
    for reference in REFERENCES {
        let link = |fuel| {
            let builder = reference.builder(&broker, Limits::new().fuel(fuel), None);
            builder.plan().unwrap().instantiate(())
        };
        let opened = |link: &mut Link<()>| {
            let (name, module) = reference.late();
            link.open_module(name, module).map(|_| ())
        };
        let first = enough_fuel(|fuel| link(fuel).is_ok());
        let enough = enough_fuel(|fuel| link(fuel).is_ok_and(|mut it| opened(&mut it).is_ok()));
        let amounts = amounts_of_fuel(first, enough);
        for fuel in &amounts {
            let mut link = link(*fuel).unwrap();
            let outcome = opened(&mut link);
            assert_eq!(outcome.is_ok(), *fuel >= enough, "{}: {outcome:?}", reference.name);
            if let Err(error) = outcome {
                assert_eq!(error.code(), Code::FuelExhausted, "{}: {error}", reference.name);
                assert_says_so(&mut link, &error, reference);
            }
        }
        println!("{}: {} amounts from {first} to {enough}", reference.name, amounts.len());
        assert!(amounts.len() > 2, "{}: opening takes fuel", reference.name);
    }
}
