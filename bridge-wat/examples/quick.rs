//! Measures the copies against what they replace.
//!
//! `cargo run --release -p bridge-wat --example quick`
//!
//! Each row is one size. The columns are medians of the time of one call, in nanoseconds, from wasm
//! to wasm through an import; the rounds of all columns are interleaved, so that a busy machine
//! slows each of them. `±` is half the distance between the quartiles. Ratios are what counts.

#![allow(clippy::print_stdout, reason = "an example prints")]

use std::time::{Duration, Instant};

use bridge_wat::{Simd, Width, bridge_with, push};
use wasmtime::{
    Config, Engine, Error, Func, Linker, Memory, MemoryType, Module, Result, Store, TypedFunc,
};

const N_ROUNDS: usize = 41;
/// How long one measurement takes, about.
const ROUND: Duration = Duration::from_micros(700);
const N_PAGES: u32 = 64;
/// How many copies the driver's list of random ones holds. From a list of some thousands a branch
/// predictor learns the sizes by heart, which no real program would let it do.
const N_RANDOM: u32 = 1 << 16;

/// Calls the copy again and again; `random` takes dest, src and size from a list in its memory.
const DRIVER: &str = r#"(module
  (import "e" "copy" (func $copy (param i32 i32 i32)))
  (memory (export "list") 12)
  (func (export "fixed") (param $n i32) (param $dest i32) (param $src i32) (param $size i32)
    (loop $next
      (call $copy (local.get $dest) (local.get $src) (local.get $size))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1))))))
  (func (export "random") (param $n i32) (param $mask i32)
    (local $at i32)
    (loop $next
      (local.set $at (i32.mul (i32.and (local.get $n) (local.get $mask)) (i32.const 12)))
      (call $copy
        (i32.load (local.get $at)) (i32.load offset=4 (local.get $at))
        (i32.load offset=8 (local.get $at)))
      (br_if $next (local.tee $n (i32.sub (local.get $n) (i32.const 1)))))))"#;

/// The shortest function: what a call costs.
const EMPTY: &str = r#"(module (func (export "copy") (param i32 i32 i32)))"#;

/// `memory.copy` within one memory, and from one to another.
const PLAIN: &str = r#"(module
  (import "from" "memory" (memory $from 0))
  (import "to" "memory" (memory $to 0))
  (func (export "same") (param i32 i32 i32)
    (memory.copy $to $to (local.get 0) (local.get 1) (local.get 2)))
  (func (export "copy") (param i32 i32 i32)
    (memory.copy $to $from (local.get 0) (local.get 1) (local.get 2))))"#;

/// Two accessor calls per byte, or per 8 bytes where both ends are aligned alike.
const NAIVE: &str = r#"(module
  (import "from" "getI8" (func $get (param i32) (result i32)))
  (import "from" "getI64" (func $get8 (param i32) (result i64)))
  (import "to" "setI8" (func $set (param i32 i32)))
  (import "to" "setI64" (func $set8 (param i32 i64)))
  (func (export "copy") (param $dest i32) (param $src i32) (param $size i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $src) (local.get $size)))
    (if (i32.eqz
          (i32.and (i32.or (local.get $dest) (local.get $src)) (i32.const 7)))
      (then
        (block $rest
          (loop $next
            (br_if $rest
              (i32.lt_s (i32.sub (local.get $end) (local.get $src)) (i32.const 8)))
            (call $set8 (local.get $dest) (call $get8 (local.get $src)))
            (local.set $dest (i32.add (local.get $dest) (i32.const 8)))
            (local.set $src (i32.add (local.get $src) (i32.const 8)))
            (br $next)))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_s (local.get $src) (local.get $end)))
        (call $set (local.get $dest) (call $get (local.get $src)))
        (local.set $dest (i32.add (local.get $dest) (i32.const 1)))
        (local.set $src (i32.add (local.get $src) (i32.const 1)))
        (br $next)))))"#;

/// A way to copy that is measured.
struct Column {
    name: &'static str,
    fixed: TypedFunc<(u32, u32, u32, u32), ()>,
    random: TypedFunc<(u32, u32), ()>,
}

/// A size, and how the addresses lie.
struct Row {
    name: &'static str,
    /// `None` for random ones.
    call: Option<(u32, u32, u32)>,
}

struct Bench {
    engine: Engine,
    store: Store<()>,
    from: Memory,
    to: Memory,
}

impl Bench {
    fn new() -> Result<Bench> {
        let mut config = Config::new();
        config.wasm_multi_memory(true);
        let engine = Engine::new(&config)?;
        let mut store = Store::new(&engine, ());
        let memory =
            |store: &mut Store<()>| Memory::new(store, MemoryType::new(N_PAGES, Some(N_PAGES)));
        let (from, to) = (memory(&mut store)?, memory(&mut store)?);
        Ok(Bench { engine, store, from, to })
    }

    /// A linker that has both memories under the roles' names, and their accessors.
    fn linker(&mut self, roles: [&str; 2], simd: Simd) -> Result<Linker<()>> {
        let text = match simd {
            Simd::On => include_str!("../../accessor-wat/src/accessor_simd.wat"),
            Simd::Off => include_str!("../../accessor-wat/src/accessor.wat"),
        };
        let accessor = Module::new(&self.engine, text)?;
        let mut linker = Linker::new(&self.engine);
        for (role, memory) in roles.into_iter().zip([self.from, self.to]) {
            linker.define(&mut self.store, role, "memory", memory)?;
            let mut env = Linker::new(&self.engine);
            env.define(&mut self.store, "env", "memory", memory)?;
            env.define_unknown_imports_as_traps(&accessor)?;
            let instance = env.instantiate(&mut self.store, &accessor)?;
            linker.instance(&mut self.store, role, instance)?;
        }
        Ok(linker)
    }

    /// The export `copy` of that module, linked between the two memories.
    fn copy(&mut self, module: &[u8], roles: [&str; 2], simd: Simd, copy: &str) -> Result<Func> {
        let linker = self.linker(roles, simd)?;
        let module = Module::new(&self.engine, module)?;
        let instance = linker.instantiate(&mut self.store, &module)?;
        instance.get_func(&mut self.store, copy).ok_or_else(|| missing(copy))
    }

    fn column(&mut self, name: &'static str, copy: Func) -> Result<Column> {
        let module = Module::new(&self.engine, DRIVER)?;
        let mut linker = Linker::new(&self.engine);
        linker.define(&mut self.store, "e", "copy", copy)?;
        let instance = linker.instantiate(&mut self.store, &module)?;
        let list = instance.get_memory(&mut self.store, "list").ok_or_else(|| missing("list"))?;
        list.write(&mut self.store, 0, &random_copies())?;
        Ok(Column {
            name,
            fixed: instance.get_typed_func(&mut self.store, "fixed")?,
            random: instance.get_typed_func(&mut self.store, "random")?,
        })
    }

    fn columns(&mut self) -> Result<Vec<Column>> {
        let both = ["main", "side"];
        let ways = ["from", "to"];
        let w = Width::W32;
        let copies = [
            ("empty", self.copy(EMPTY.as_bytes(), both, Simd::Off, "copy")?),
            ("same", self.copy(PLAIN.as_bytes(), ways, Simd::Off, "same")?),
            ("plain", self.copy(PLAIN.as_bytes(), ways, Simd::Off, "copy")?),
            ("bridge", self.copy(bridge_with(w, w, Simd::On), both, Simd::On, "mts_memcpy")?),
            ("no simd", self.copy(bridge_with(w, w, Simd::Off), both, Simd::Off, "mts_memcpy")?),
            ("naive", self.copy(NAIVE.as_bytes(), ways, Simd::Off, "copy")?),
            ("push", self.copy(push(w, w, Simd::On), ways, Simd::On, "memcpy")?),
            ("no simd", self.copy(push(w, w, Simd::Off), ways, Simd::Off, "memcpy")?),
        ];
        copies.into_iter().map(|(name, copy)| self.column(name, copy)).collect()
    }

    /// The nanoseconds of one call.
    fn measure(&mut self, column: &Column, row: &Row, n_calls: u32) -> Result<f64> {
        let start = Instant::now();
        match row.call {
            Some((dest, src, size)) => {
                column.fixed.call(&mut self.store, (n_calls, dest, src, size))?;
            }
            None => column.random.call(&mut self.store, (n_calls, N_RANDOM - 1))?,
        }
        Ok(start.elapsed().as_secs_f64() * 1e9 / f64::from(n_calls))
    }

    /// The median and half the distance of the quartiles, for each column.
    fn row(&mut self, columns: &[Column], row: &Row) -> Result<Vec<(f64, f64)>> {
        let mut n_calls = Vec::new();
        for column in columns {
            self.measure(column, row, 64)?;
            let once = self.measure(column, row, 256)?.max(1.0);
            n_calls.push((ROUND.as_secs_f64() * 1e9 / once).clamp(1.0, 1e6) as u32);
        }
        let mut times = vec![Vec::new(); columns.len()];
        for _ in 0..N_ROUNDS {
            for (idx, column) in columns.iter().enumerate() {
                times[idx].push(self.measure(column, row, n_calls[idx])?);
            }
        }
        let summary = |mut times: Vec<f64>| {
            times.sort_by(f64::total_cmp);
            let at = |part: usize| times[times.len() * part / 4];
            (at(2), (at(3) - at(1)) / 2.0)
        };
        Ok(times.into_iter().map(summary).collect())
    }
}

fn missing(export: &str) -> Error {
    Error::msg(format!("there is no export `{export}`"))
}

/// Copies of 1 to 128 bytes between addresses anywhere in 32 KiB, as the driver reads them.
fn random_copies() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut next = |n: u64| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (((state >> 32) * n) >> 32) as u32
    };
    (0..N_RANDOM)
        .flat_map(|_| [next(0x8000), next(0x8000), 1 + next(128)])
        .flat_map(u32::to_le_bytes)
        .collect()
}

fn rows() -> Vec<Row> {
    let fixed = |name, dest, src, size| Row { name, call: Some((dest, src, size)) };
    vec![
        fixed("1", 64, 128, 1),
        fixed("3", 64, 128, 3),
        fixed("8", 64, 128, 8),
        fixed("16", 64, 128, 16),
        fixed("32", 64, 128, 32),
        fixed("48", 64, 128, 48),
        fixed("64", 64, 128, 64),
        fixed("100", 64, 256, 100),
        fixed("128", 64, 256, 128),
        Row { name: "random 1–128", call: None },
        fixed("200", 64, 512, 200),
        fixed("4 KiB", 0x10000, 0x20000, 0x1000),
        fixed("4 KiB misaligned", 0x10003, 0x20001, 0x1000),
        fixed("64 KiB", 0x10000, 0x40000, 0x10000),
    ]
}

fn main() -> Result<()> {
    let mut bench = Bench::new()?;
    let columns = bench.columns()?;
    print!("{:<17}", "bytes");
    columns.iter().for_each(|column| print!("{:>16}", column.name));
    println!("  | bridge/same bridge/plain no-simd/plain naive/push naive/no-simd");
    for row in rows() {
        let times = bench.row(&columns, &row)?;
        print!("{:<17}", row.name);
        times.iter().for_each(|(time, spread)| print!("{time:>9.1} ±{spread:<5.1}"));
        let ratio = |a: usize, b: usize| times[a].0 / times[b].0;
        println!(
            "  | {:>11.2} {:>12.2} {:>13.2} {:>10.1} {:>13.1}",
            ratio(3, 1),
            ratio(3, 2),
            ratio(4, 2),
            ratio(5, 6),
            ratio(5, 7)
        );
    }
    Ok(())
}
