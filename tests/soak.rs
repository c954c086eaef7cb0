//! Links come and go, and the process stays as it was: its memory, its open files, its threads.
//!
//! A cycle makes one link in one of several ways, uses it and drops it. What one link opens and
//! closes stays in its store until the link is dropped, so that a cycle opens and closes a bounded
//! number of times; that the store is given back is what is measured.
//!
//! `WASM_BROKER_SOAK` sets the number of cycles: 2,000 by itself, 100,000 in CI, 1,000,000 to be
//! sure. The first tenth warms up; from then on nothing may grow.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::time::{Duration, Instant};
use wasm_broker::{Broker, Code, Limits, Link, LinkBuilder, Module, Result};

const N_CYCLES: u64 = 2_000;
/// By how much the resident memory of the process may differ between two measurements. A link that
/// is not given back costs at least 100 KiB; the allocator's own ways make up a few MiB.
const MAX_GROWTH_BYTES: u64 = 16 << 20;
/// Modules that one link opens and closes.
const N_OPENED: usize = 4;

const MAIN: &str = r#"(module
    (import "side" "sum" (func $sum (param i32 i32 i32) (result i32)))
    (import "rb:side" "addFnPtr_to" (func $give (param i32) (result i32)))
    (memory (export "memory") 1)
    (table (export "__indirect_function_table") 2 funcref)
    (elem (i32.const 1) $twice)
    (data (i32.const 64) "\01\02\03\04")
    (global $heap (mut i32) (i32.const 4096))
    (func $twice (param i32) (result i32) (i32.shl (local.get 0) (i32.const 1)))
    (func (export "malloc") (param $n_bytes i32) (result i32)
        (global.get $heap)
        (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes))))
    (func (export "free") (param i32))
    (func (export "go") (result i32)
        (call $sum (i32.const 64) (i32.const 4) (call $give (i32.const 1)))))"#;

const SIDE: &str = r#"(module
    (import "env" "mts_memcpy" (func $fetch (param i32 i32 i32)))
    (type $unary (func (param i32) (result i32)))
    (memory 2) (table 1 funcref)
    (func (export "trap") unreachable)
    (func (export "spin") (loop $again (br $again)))
    (func (export "sum") (param $from i32) (param $n i32) (param $f i32) (result i32)
        (local $sum i32)
        (call $fetch (i32.const 1024) (local.get $from) (local.get $n))
        (loop $next
            (local.set $n (i32.sub (local.get $n) (i32.const 1)))
            (local.set $sum (i32.add (local.get $sum)
                (i32.load8_u offset=1024 (local.get $n))))
            (br_if $next (local.get $n)))
        (call_indirect (type $unary) (local.get $sum) (local.get $f))))"#;

const LIBRARY: &str = r#"(module
    (@dylink.0 (mem-info (memory 64 4) (table 1 0)))
    (import "env" "memory" (memory 1))
    (import "env" "__indirect_function_table" (table 1 funcref))
    (import "env" "__memory_base" (global $memory_base i32))
    (import "env" "__table_base" (global $table_base i32))
    (elem (global.get $table_base) func $six)
    (data (global.get $memory_base) "library")
    (func $six (export "six") (result i32) (i32.const 6)))"#;

const ISOLATED: &str = r#"(module
    (import "env" "main_getI32" (func $get (param i32) (result i32)))
    (memory 1) (table 4 funcref)
    (func (export "first") (result i32) (call $get (i32.const 64))))"#;

const TRAPS_AT_START: &str = r#"(module (memory 1) (table 1 funcref) (data (i32.const 0) "half")
    (func $start unreachable) (start $start)
    (func (export "sum") (param i32 i32 i32) (result i32) (i32.const 0)))"#;

const WANTS: &str = r#"(module (import "env" "nobody_has_it" (func)) (table 1 funcref)
    (func (export "sum") (param i32 i32 i32) (result i32) (i32.const 0)))"#;

/// The modules, read once: a cycle is about links.
struct Kit {
    broker: Broker,
    main: Module,
    side: Module,
    library: Module,
    isolated: Module,
    traps_at_start: Module,
    wants: Module,
}

impl Kit {
    fn new() -> Self {
        let module = |text: &str| Module::from_bytes(text.as_bytes()).unwrap();
        Self {
            broker: Broker::new().unwrap(),
            main: module(MAIN),
            side: module(SIDE),
            library: module(LIBRARY),
            isolated: module(ISOLATED),
            traps_at_start: module(TRAPS_AT_START),
            wants: module(WANTS),
        }
    }

    fn builder(&self, side: &Module) -> LinkBuilder<()> {
        self.broker.main("main", self.main.clone()).side("side", side.clone())
    }

    fn link(&self, limits: Limits) -> Link<()> {
        self.builder(&self.side).limits(limits).plan().unwrap().instantiate(()).unwrap()
    }

    fn cycle(&self, number: u64) {
        match number % 8 {
            0..=2 => works(&mut self.link(Limits::new())),
            3 => self.opens_and_closes(),
            4 => {
                let mut link = self.link(Limits::new());
                works(&mut link);
                fails(&mut link, "side.trap", Code::CallError);
            }
            5 => {
                let code = |outcome: Result<Link<()>>| outcome.map(|_| ()).unwrap_err().code();
                let plan = self.builder(&self.traps_at_start).plan().unwrap();
                assert_eq!(code(plan.instantiate(())), Code::CallError);
                let unresolved = self.builder(&self.wants).plan().map(|_| ()).unwrap_err();
                assert_eq!(unresolved.code(), Code::UnresolvedImport);
            }
            6 => {
                let mut link = self.link(Limits::new().fuel(200_000));
                works(&mut link);
                fails(&mut link, "side.spin", Code::FuelExhausted);
            }
            _ => works(&mut self.link(Limits::new().timeout(Duration::from_secs(60)))),
        }
    }

    fn opens_and_closes(&self) {
        let mut link = self.link(Limits::new());
        for _ in 0..N_OPENED {
            let opened = link.open_module("isolated", self.isolated.clone()).unwrap();
            let first = link.func::<(), u32>("isolated.first").unwrap();
            assert_eq!(first.call(&mut link, ()).unwrap(), 0x0403_0201);
            link.close(opened).unwrap();
            let opened = link.open_module("library", self.library.clone()).unwrap();
            let six = link.func::<(), u32>("library.six").unwrap();
            assert_eq!(six.call(&mut link, ()).unwrap(), 6);
            link.close(opened).unwrap();
        }
        works(&mut link);
    }
}

fn works(link: &mut Link<()>) {
    let go = link.func::<(), u32>("go").unwrap();
    assert_eq!(go.call(link, ()).unwrap(), 20);
}

fn fails(link: &mut Link<()>, name: &str, code: Code) {
    for code in [code, Code::Poisoned] {
        assert_eq!(link.invoke(name, &[]).unwrap_err().code(), code);
    }
}

/// What the process holds.
#[derive(Clone, Copy, Debug)]
struct Held {
    resident_bytes: u64,
    n_files: usize,
    n_threads: usize,
}

impl Held {
    /// None where the system does not say.
    fn now() -> Option<Self> {
        const PAGE_BYTES: u64 = 4096;
        let text = std::fs::read_to_string("/proc/self/statm").ok()?;
        let n_pages: u64 = text.split_whitespace().nth(1)?.parse().ok()?;
        let count = |folder: &str| Some(std::fs::read_dir(folder).ok()?.count());
        Some(Self {
            resident_bytes: n_pages * PAGE_BYTES,
            n_files: count("/proc/self/fd")?,
            n_threads: count("/proc/self/task")?,
        })
    }
}

#[test]
fn links_come_and_go_and_nothing_stays() {
    let n_cycles = std::env::var("WASM_BROKER_SOAK")
        .map_or(N_CYCLES, |text| text.parse().expect("WASM_BROKER_SOAK is a number"));
    let kit = Kit::new();
    let started = Instant::now();
    let n_first = n_cycles.div_ceil(10);
    (0..n_first).for_each(|number| kit.cycle(number));
    let before = Held::now();
    (n_first..n_cycles).for_each(|number| kit.cycle(number));
    let after = Held::now();
    println!("{n_cycles} cycles in {:.1} s", started.elapsed().as_secs_f64());
    let (Some(before), Some(after)) = (before, after) else {
        println!("skipped: this system has no /proc that says what a process holds");
        return;
    };
    println!("after {n_first}: {before:?}\nafter {n_cycles}: {after:?}");
    assert_eq!(after.n_files, before.n_files, "open files");
    assert_eq!(after.n_threads, before.n_threads, "threads");
    let grown = after.resident_bytes.saturating_sub(before.resident_bytes);
    assert!(grown <= MAX_GROWTH_BYTES, "{grown} bytes more are resident");
}
