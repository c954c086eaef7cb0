//! The same pair of modules, linked here and joined into one module by binaryen's `wasm-merge`,
//! gives the same results: answers, traps, and what stands in memory in the end.
//!
//! `WASM_BROKER_MERGE` sets how many generated pairs there are: a few by itself, 50 in CI, 10,000
//! to be sure. `WASM_BROKER_MERGE_FIRST` is the number of the first, to look at one alone.

#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says what is skipped")]

#[path = "merge/generate.rs"]
mod generate;
mod tools;

use generate::{Call, Pair, Type, pair};
use libtest_mimic::Failed;
use std::path::Path;
use std::process::Command;
use tools::packages::package;
use tools::suite::Suite;
use tools::{run, shown};
use wasm_broker::{Broker, Code, Module, Val, run_on_guest_thread, testing};

const N_PAIRS: u64 = 8;

/// What came of a call.
#[derive(Debug, PartialEq)]
enum Outcome {
    /// The bits of each result.
    Values(Vec<u64>),
    Trap(Code),
}

/// What came of all calls up to the first trap, and the memories after it.
#[derive(PartialEq)]
struct Seen {
    outcomes: Vec<Outcome>,
    memories: Vec<Vec<u8>>,
}

fn main() {
    let number = |name: &str, default: u64| {
        std::env::var(name).map_or(default, |text| text.parse().expect("it is a number"))
    };
    let first = number("WASM_BROKER_MERGE_FIRST", 0);
    let n_pairs = number("WASM_BROKER_MERGE", N_PAIRS);
    let mut suite = Suite::from_args();
    suite.add("pairs answer and trap", answer_and_trap);
    for number in first..first + n_pairs {
        let binaryen = || package("binaryen");
        suite.add_with(&format!("pair {number}"), binaryen, move |folder| same(&folder, number));
    }
    suite.run()
}

/// A generator whose programs all trap, or never do, would compare little.
fn answer_and_trap() -> Result<(), Failed> {
    let (mut n_answers, mut n_traps) = (0, 0);
    for number in 0..40 {
        let seen = on_guest_thread(|| linked(&pair(number)))?;
        n_traps += usize::from(matches!(seen.outcomes.last(), Some(Outcome::Trap(_))));
        n_answers += seen.outcomes.len();
    }
    match n_answers > 200 && (4..36).contains(&n_traps) {
        true => Ok(()),
        false => Err(format!("of 40 pairs {n_traps} trap, after {n_answers} answers").into()),
    }
}

fn on_guest_thread(f: impl FnOnce() -> Result<Seen, String> + Send) -> Result<Seen, Failed> {
    Ok(run_on_guest_thread(f).map_err(|error| error.to_string())??)
}

fn same(binaryen: &Path, number: u64) -> Result<(), Failed> {
    let pair = pair(number);
    let bytes = merged_module(binaryen, &pair)?;
    let linked = on_guest_thread(|| linked(&pair))?;
    let merged = on_guest_thread(|| merged(&pair, &bytes))?;
    if linked.outcomes != merged.outcomes {
        let text = format!("linked {:?}\nmerged {:?}", linked.outcomes, merged.outcomes);
        return Err(format!("{text}\nof {:#?}\n{}\n{}", pair.calls, pair.main, pair.side).into());
    }
    match linked.memories == merged.memories {
        true => Ok(()),
        false => Err(format!("memories differ\n{}\n{}", pair.main, pair.side).into()),
    }
}

/// The pair as one module, by binaryen. The side comes first, so that its segments do, too.
fn merged_module(binaryen: &Path, pair: &Pair) -> Result<Vec<u8>, Failed> {
    let folder = tempfile::tempdir()?;
    let mut merge = Command::new("node");
    merge.arg(binaryen.join("bin/wasm-merge")).current_dir(folder.path());
    for (name, text) in [("side", &pair.side), ("main", &pair.main)] {
        let file = format!("{name}.wasm");
        std::fs::write(folder.path().join(&file), wat::parse_str(text)?)?;
        merge.args([&file, name]);
    }
    merge.args(["--skip-export-conflicts", "--all-features", "-o", "merged.wasm"]);
    let output = run(&mut merge, "")?;
    match output.status.success() {
        true => Ok(std::fs::read(folder.path().join("merged.wasm"))?),
        false => Err(format!("wasm-merge: {}", shown(&output)).into()),
    }
}

fn linked(pair: &Pair) -> Result<Seen, String> {
    let module = |text: &str| Module::from_bytes(text.as_bytes());
    let link = || {
        let builder = Broker::new()?.main::<()>("main", module(&pair.main)?);
        builder.side("side", module(&pair.side)?).plan()?.instantiate(())
    };
    let mut link = link().map_err(|error| format!("{error}\n{}\n{}", pair.main, pair.side))?;
    let mut outcomes = Vec::new();
    for Call { module, export, args } in &pair.calls {
        let args: Vec<_> = args.iter().map(|(ty, bits)| ours(*ty, *bits)).collect();
        match link.invoke(&format!("{module}.{export}"), &args) {
            Ok(results) => outcomes.push(Outcome::Values(results.iter().map(bits).collect())),
            Err(error) => {
                outcomes.push(Outcome::Trap(error.code()));
                break;
            }
        }
    }
    let owners = if pair.main_has_memory { vec!["side", "main"] } else { vec!["side"] };
    let memories = owners.into_iter().map(|name| {
        let memory = link.memory(name).map_err(|error| error.to_string())?;
        Ok(memory.slice(0, memory.size_bytes()).map_err(|error| error.to_string())?.to_vec())
    });
    Ok(Seen { outcomes, memories: memories.collect::<Result<_, String>>()? })
}

/// The one module, on the bare engine.
fn merged(pair: &Pair, bytes: &[u8]) -> Result<Seen, String> {
    let engine = testing::engine();
    let fail = |error: wasmtime::Error| format!("the merged module: {error:#}");
    let module = wasmtime::Module::from_binary(&engine, bytes).map_err(fail)?;
    let mut store = wasmtime::Store::new(&engine, ());
    let instance = wasmtime::Instance::new(&mut store, &module, &[]).map_err(fail)?;
    let mut outcomes = Vec::new();
    for Call { export, args, .. } in &pair.calls {
        let func = instance.get_func(&mut store, export).ok_or(format!("no `{export}`"))?;
        let args: Vec<_> = args.iter().map(|(ty, bits)| theirs(*ty, *bits)).collect();
        let mut results = vec![wasmtime::Val::I32(0); func.ty(&store).results().len()];
        match func.call(&mut store, &args, &mut results) {
            Ok(()) => {
                let results = results.iter().map(|it| bits(&shown_here(it)));
                outcomes.push(Outcome::Values(results.collect()));
            }
            Err(error) => {
                let trap = error.downcast_ref::<wasmtime::Trap>();
                let trap = trap.ok_or_else(|| format!("it failed without a trap: {error:#}"))?;
                outcomes.push(Outcome::Trap(code_of(*trap)));
                break;
            }
        }
    }
    let names = if pair.main_has_memory { vec!["memory", "own"] } else { vec!["memory"] };
    let memories = names.into_iter().map(|name| {
        let memory = instance.get_memory(&mut store, name);
        memory.map(|memory| memory.data(&store).to_vec()).ok_or(format!("no `{name}`"))
    });
    Ok(Seen { outcomes, memories: memories.collect::<Result<_, String>>()? })
}

/// The table of codes, once more: this is what it is held to.
fn code_of(trap: wasmtime::Trap) -> Code {
    match trap {
        wasmtime::Trap::IndirectCallToNull | wasmtime::Trap::TableOutOfBounds => {
            Code::BadFunctionPointer
        }
        wasmtime::Trap::BadSignature => Code::SignatureMismatch,
        wasmtime::Trap::MemoryOutOfBounds => Code::MemoryError,
        _ => Code::CallError,
    }
}

fn ours(ty: Type, bits: u64) -> Val {
    match ty {
        Type::I32 => Val::I32((bits as u32).cast_signed()),
        Type::I64 => Val::I64(bits.cast_signed()),
        Type::F64 => Val::F64(f64::from_bits(bits)),
    }
}

fn theirs(ty: Type, bits: u64) -> wasmtime::Val {
    match ty {
        Type::I32 => wasmtime::Val::I32((bits as u32).cast_signed()),
        Type::I64 => wasmtime::Val::I64(bits.cast_signed()),
        Type::F64 => wasmtime::Val::F64(bits),
    }
}

fn shown_here(value: &wasmtime::Val) -> Val {
    match value {
        wasmtime::Val::I32(value) => Val::I32(*value),
        wasmtime::Val::I64(value) => Val::I64(*value),
        wasmtime::Val::F64(bits) => Val::F64(f64::from_bits(*bits)),
        other => panic!("no export answers {other:?}"),
    }
}

/// A result; any NaN is as good as another.
fn bits(value: &Val) -> u64 {
    match value {
        Val::I32(value) => u64::from(value.cast_unsigned()),
        Val::I64(value) => value.cast_unsigned(),
        Val::F64(value) if value.is_nan() => f64::NAN.to_bits(),
        Val::F64(value) => value.to_bits(),
        other => panic!("no export answers {other:?}"),
    }
}
