//! Runs the `.wast` scripts: those of `wast/copy` for the bridge and for the fallback, those of
//! `wast/tables` for the ledger and the re-homer.

use std::path::{Path, PathBuf};

use bridge_wat::Width;
use wasmtime::{ExternType, Module};

#[path = "../../accessor-wat/tests/wast_harness/mod.rs"]
mod wast_harness;

use wast_harness::{binary_fields, engine, run_folder, variant};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wast").join(name)
}

fn widths(are_wide: &[bool]) -> [Width; 2] {
    match are_wide {
        [first, second] => [*first, *second].map(|w| if w { Width::W64 } else { Width::W32 }),
        _ => panic!("a helper between two modules has two widths"),
    }
}

/// A module that stands for one of the pair: a memory of `n_pages`, at most 65,536, with its
/// accessor. Both copy paths can import it, each takes what it needs.
fn module_with_memory(n_pages: &str, is_wide: bool) -> String {
    let template = include_str!("../../accessor-wat/src/accessor.wat");
    let imported = "(import \"env\" \"memory\" (memory $memory i32(;memory;) 0))";
    let own = format!("(memory $memory (export \"memory\") i32(;memory;) {n_pages} 65536)");
    assert!(template.contains(imported), "the accessor imports its memory in another way now");
    // Only imports may come before imports, so the memory goes where the last import ends.
    let template = template.replace(imported, "");
    let template =
        template.replacen("  (export \"rbBridge\"", &format!("  {own}\n  (export \"rbBridge\""), 1);
    let text =
        variant(&template, &[("memory", is_wide)]).expect("the accessor's markers are right");
    let code: Vec<&str> = text.lines().map(|line| line.split(";;").next().unwrap_or("")).collect();
    let fields = code.join(" ");
    fields.trim().strip_prefix("(module $accessor").expect("the accessor has a name").to_owned()
}

/// What a copy script may ask for; `bridge` is the path under test.
fn copy_helper(path: fn(Width, Width) -> &'static [u8], name: &str, are_wide: &[bool]) -> String {
    match name.split_once(':') {
        Some(("memory", n_pages)) => module_with_memory(n_pages, are_wide[0]),
        None if name == "bridge" => {
            let [main, side] = widths(are_wide);
            binary_fields(path(main, side))
        }
        _ => panic!("`{name}` is no helper that copies"),
    }
}

fn table_helper(name: &str, are_wide: &[bool]) -> String {
    match name {
        "ledger" => binary_fields(bridge_wat::ledger()),
        "rehome" => {
            let [from, to] = widths(are_wide);
            binary_fields(bridge_wat::rehome(from, to))
        }
        _ => panic!("`{name}` is no helper for tables"),
    }
}

/// What a module imports and exports.
fn interface(bytes_or_text: &[u8]) -> Vec<String> {
    let module = Module::new(&engine(true), bytes_or_text).expect("the helper is valid");
    let type_name = |item: ExternType| match item {
        ExternType::Func(function) => function.to_string(),
        other => format!("{other:?}"),
    };
    let imports =
        module.imports().map(|i| format!("{}.{} {}", i.module(), i.name(), type_name(i.ty())));
    let exports = module.exports().map(|e| format!("{} {}", e.name(), type_name(e.ty())));
    imports.chain(exports).collect()
}

#[test]
fn each_text_is_that_of_its_module() {
    let assert_same = |bytes: &[u8], text: &str| {
        assert_eq!(interface(bytes), interface(text.as_bytes()));
        assert!(!text.contains("(;"), "a marker was left in {text}");
    };
    assert_same(bridge_wat::ledger(), bridge_wat::ledger_text());
    for a in [Width::W32, Width::W64] {
        for b in [Width::W32, Width::W64] {
            assert_same(bridge_wat::bridge(a, b), bridge_wat::bridge_text(a, b));
            assert_same(bridge_wat::fallback(a, b), bridge_wat::fallback_text(a, b));
            assert_same(bridge_wat::rehome(a, b), bridge_wat::rehome_text(a, b));
        }
    }
}

#[test]
fn both_paths_have_the_same_exports() {
    for a in [Width::W32, Width::W64] {
        for b in [Width::W32, Width::W64] {
            let exports = |bytes: &[u8]| {
                let lines = interface(bytes).into_iter();
                let mut lines: Vec<_> = lines.filter(|line| line.contains("_memcpy")).collect();
                lines.sort_unstable();
                lines
            };
            assert_eq!(exports(bridge_wat::bridge(a, b)), exports(bridge_wat::fallback(a, b)));
            assert_eq!(exports(bridge_wat::bridge(a, b)).len(), 10, "{a:?} {b:?}");
        }
    }
}

#[test]
fn copy_scripts_pass_with_the_bridge() {
    let helper = |name: &str, are_wide: &[bool]| copy_helper(bridge_wat::bridge, name, are_wide);
    let n_runs = run_folder(&folder("copy"), &engine(true), &helper);
    assert!(n_runs >= 22, "only {n_runs} runs: were scripts not found?");
}

#[test]
fn copy_scripts_pass_with_the_fallback_and_without_multi_memory() {
    let helper = |name: &str, are_wide: &[bool]| copy_helper(bridge_wat::fallback, name, are_wide);
    let n_runs = run_folder(&folder("copy"), &engine(false), &helper);
    assert!(n_runs >= 22, "only {n_runs} runs: were scripts not found?");
}

#[test]
fn table_scripts_pass() {
    let n_runs = run_folder(&folder("tables"), &engine(false), &table_helper);
    assert!(n_runs >= 27, "only {n_runs} runs: were scripts not found?");
}
