//! Every limit, at what a link needs and at one less, set in each of the three ways: by the
//! library, in the manifest, on the command line.
//!
//! To add a limit: a row in [`ROWS`]; a key of the manifest without one fails the test.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use wasm_broker::manifest::Manifest;
use wasm_broker::{Broker, Code, Limits, Module, Result, run_on_guest_thread_with};

/// A limit, and a link that needs exactly so much of it.
struct Row {
    /// Its key in `[limits]`.
    key: &'static str,
    set: fn(Limits, u64) -> Limits,
    /// Main, then sides; main's `go` is called.
    modules: fn() -> Modules,
    needed: u64,
    code: Code,
}

/// Modules by name, main first.
type Modules = Vec<(&'static str, Vec<u8>)>;

/// What is no limit that can be reached exactly: sizes of stacks, and a time.
const NOT_HERE: [&str; 3] = ["call_stack", "stack", "timeout"];

fn modules<const N: usize>(texts: [(&'static str, &str); N]) -> Modules {
    texts.into_iter().map(|(name, wat)| (name, wat::parse_str(wat).expect(wat))).collect()
}

fn pair() -> Modules {
    modules([
        ("main", r#"(module (memory 1) (table 5 funcref) (func (export "go")))"#),
        ("side", r#"(module (memory 2) (table 6 funcref) (func (export "f")))"#),
    ])
}

/// Two pointers of main's become callable in the side.
fn pointers() -> Modules {
    let main = r#"(module
        (import "rb:side" "addFnPtr_to" (func $to (param i32) (result i32)))
        (memory 1) (table 3 funcref) (elem (i32.const 1) $f $g) (func $f) (func $g)
        (func (export "go")
            (drop (call $to (i32.const 1))) (drop (call $to (i32.const 2)))))"#;
    modules([("main", main), ("side", "(module (memory 1) (table 1 funcref))")])
}

/// Two functions, of which one has three locals and ten pairs of instructions.
fn code() -> Modules {
    let pairs = "(drop (i32.const 1))".repeat(10);
    let main = format!(
        r#"(module
            (memory 1) (table 9 funcref)
            (elem (i32.const 0) 0 0) (data (i32.const 0) "a") (data (i32.const 8) "b")
            (func)
            (func (export "go") (local i32 i64 f32) {pairs}))"#
    );
    modules([("main", &main)])
}

/// A thousand locals, and a hundred blocks one after the other.
fn joins() -> Modules {
    let (locals, blocks) = (" i32".repeat(1_000), "(block)".repeat(100));
    let main = format!(r#"(module (func (export "go") (local {locals}) {blocks}))"#);
    modules([("main", &main)])
}

/// A thousand blocks in each other.
fn nested() -> Modules {
    let (open, close) = ("(block ".repeat(1_000), ")".repeat(1_000));
    modules([("main", &format!(r#"(module (func (export "go") {open}{close}))"#))])
}

/// Seven memories, seven tables, and a name of thirteen bytes.
fn spaces() -> Modules {
    let (memories, tables) = ("(memory 0)".repeat(7), "(table 0 funcref)".repeat(7));
    let main = format!(
        r#"(module {memories} {tables}
            (func (export "go")) (func (export "thirteen long")))"#
    );
    modules([("main", &main)])
}

/// A library of 4 KiB at 32-byte steps, which needs itself three times.
fn library() -> Modules {
    let side = r#"(module
        (@dylink.0 (mem-info (memory 4096 5) (table 0 2)) (needed "side" "side" "side"))
        (import "env" "memory" (memory 0)))"#;
    modules([("main", r#"(module (memory 1) (func (export "go")))"#), ("side", side)])
}

/// The same module under two names, which counts once, and another.
fn twins() -> Modules {
    let main = r#"(module (func (export "go")))"#;
    modules([("main", main), ("twin", main), ("other", "(module (memory 1))")])
}

const ROWS: [Row; 21] = [
    row("memory", Limits::memory_bytes, pair, 3 << 16, Code::LimitExceeded),
    row("table_elements", Limits::table_elements, pair, 6, Code::LimitExceeded),
    row("all_table_elements", Limits::all_table_elements, pair, 11, Code::LimitExceeded),
    // Both, and a home for each.
    row("instances", Limits::instances, pair, 4, Code::LimitExceeded),
    row("modules", Limits::modules, pair, 2, Code::LimitExceeded),
    row("broker_slots", Limits::broker_slots, pointers, 2, Code::TableExhausted),
    row("functions", Limits::functions, code, 2, Code::CompileLimit),
    // The declarations of locals take seven bytes, ten pairs three each, and there is an end.
    row("function_bytes", Limits::function_bytes, code, 38, Code::CompileLimit),
    row("locals", Limits::locals, code, 3, Code::CompileLimit),
    row("startup_items", Limits::startup_items, code, 4, Code::CompileLimit),
    row("module_bytes", Limits::module_bytes, code, 108, Code::CompileLimit),
    row("all_module_bytes", Limits::all_module_bytes, twins, 32 + 13, Code::LimitExceeded),
    row("join_cost", Limits::join_cost, joins, 1_000 * 100, Code::CompileLimit),
    row("nesting_cost", Limits::nesting_cost, nested, 1_000 * 1_000, Code::CompileLimit),
    row("module_memories", Limits::module_memories, spaces, 7, Code::LimitExceeded),
    row("module_tables", Limits::module_tables, spaces, 7, Code::LimitExceeded),
    row("name_bytes", Limits::name_bytes, spaces, 13, Code::LimitExceeded),
    row("dylink_memory", Limits::dylink_memory_bytes, library, 4096, Code::DylinkMalformed),
    row("dylink_alignment", Limits::dylink_alignment, library, 1 << 5, Code::DylinkMalformed),
    row("dylink_entries", Limits::dylink_entries, library, 3, Code::DylinkMalformed),
    // Ten constants: dropping them is free.
    row("fuel", Limits::fuel, code, 10, Code::FuelExhausted),
];

const fn row(
    key: &'static str,
    set: fn(Limits, u64) -> Limits,
    modules: fn() -> Modules,
    needed: u64,
    code: Code,
) -> Row {
    Row { key, set, modules, needed, code }
}

impl Row {
    fn by_library(&self, value: u64) -> Result<()> {
        let modules = (self.modules)();
        let (main, sides) = modules.split_first().unwrap();
        let mut builder = Broker::new()?.main::<()>(main.0, Module::from_bytes(&main.1)?);
        for (name, bytes) in sides {
            builder = builder.side(name, Module::from_bytes(bytes)?);
        }
        let limits = (self.set)(builder.current_limits(), value);
        let mut link = builder.limits(limits).plan()?.instantiate(())?;
        link.func::<(), ()>("go")?.call(&mut link, ())
    }

    /// Writes the files of the link, with this manifest.
    fn write(&self, folder: &Path, limits: &str) {
        let mut manifest = "manifest = 1\n".to_owned();
        for (name, bytes) in (self.modules)() {
            std::fs::write(folder.join(format!("{name}.wasm")), bytes).unwrap();
            let section = if name == "main" { "main".to_owned() } else { format!("side.{name}") };
            writeln!(manifest, "[{section}]\npath = '{name}.wasm'").unwrap();
        }
        std::fs::write(folder.join("link.toml"), manifest + limits).unwrap();
    }

    /// What the program prints to stderr, if it fails.
    fn run(&self, folder: &Path, args: &[&str]) -> std::result::Result<(), String> {
        let program = Command::new(env!("CARGO_BIN_EXE_wasm-broker"))
            .args(["run", "."])
            .args(args)
            .args(["--invoke", "go"])
            .current_dir(folder)
            .output()
            .unwrap();
        match program.status.success() {
            true => Ok(()),
            false => Err(String::from_utf8(program.stderr).unwrap()),
        }
    }

    fn assert_refused(&self, how: &str, value: u64, text: &str) {
        let code = format!("[{}]", self.code.number());
        assert!(text.contains(&code), "{} by {how}: {text}", self.key);
        assert!(text.contains(&value.to_string()), "{} by {how}, no {value}: {text}", self.key);
    }
}

#[test]
fn every_limit_holds_at_what_is_needed_and_not_at_one_less() {
    for row in &ROWS {
        let folder = tempfile::tempdir().unwrap();
        let folder = folder.path();
        let values = [row.needed, row.needed - 1];
        for (value, is_enough) in values.into_iter().zip([true, false]) {
            let set = format!("{}={value}", row.key);
            row.write(folder, "");
            let by_option = row.run(folder, &["--limit", &set]);
            row.write(folder, &format!("[limits]\n{set}\n"));
            let by_manifest = row.run(folder, &[]);
            let by_library = row.by_library(value).map_err(|error| error.to_string());
            let ways = [("library", by_library), ("manifest", by_manifest), ("option", by_option)];
            for (how, outcome) in ways {
                match (outcome, is_enough) {
                    (Ok(()), true) => {}
                    (Err(text), false) => row.assert_refused(how, value, &text),
                    (other, _) => panic!("{set} by {how}: {other:?}"),
                }
            }
        }
    }
}

#[test]
fn every_limit_of_the_manifest_has_a_row() {
    let schema: serde_json::Value = serde_json::from_str(&Manifest::json_schema()).unwrap();
    let keys = schema["$defs"]["ManifestLimits"]["properties"].as_object().unwrap();
    let keys: BTreeSet<_> = keys.keys().map(String::as_str).collect();
    let rows = ROWS.iter().map(|row| row.key).chain(NOT_HERE);
    assert_eq!(rows.collect::<BTreeSet<_>>(), keys);
}

/// How deep calls go is counted in bytes that only the compiler knows: twice the stack is about
/// twice the depth, however it is set, and the program gives its guests as much as they may use.
#[test]
fn the_call_stack_is_as_deep_as_it_is_set() {
    let recursion = Row {
        key: "call_stack",
        set: Limits::call_stack_bytes,
        modules: || {
            modules([(
                "main",
                r#"(module
                    (func $down (param $n i32)
                        (if (local.get $n)
                            (then (call $down (i32.sub (local.get $n) (i32.const 1)))
                                  (call $nothing))))
                    (func $nothing)
                    (func (export "go") (call $down (i32.const 100000))))"#,
            )])
        },
        needed: 64 << 20,
        code: Code::CallError,
    };
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    for (value, is_enough) in [(0, false), (512 << 10, false), (recursion.needed, true)] {
        let set = format!("{}={value}", recursion.key);
        recursion.write(folder, "");
        let by_option = recursion.run(folder, &["--limit", &set]);
        recursion.write(folder, &format!("[limits]\n{set}\n"));
        let by_manifest = recursion.run(folder, &[]);
        let limits = Limits::new().call_stack_bytes(value);
        let by_library = run_on_guest_thread_with(&limits, || recursion.by_library(value)).unwrap();
        let by_library = by_library.map_err(|error| error.to_string());
        for outcome in [by_library, by_manifest, by_option] {
            match outcome {
                Ok(()) => assert!(is_enough, "{set}"),
                Err(text) => {
                    assert!(!is_enough && text.contains("call stack exhausted"), "{set}: {text}");
                }
            }
        }
    }
    // More than there is: refused, not an abort.
    recursion.write(folder, "");
    let error = recursion.run(folder, &["--limit", "call_stack=1000000TiB"]).unwrap_err();
    assert!(error.contains("[5030]") && error.contains("stack"), "{error}");
}
