//! Runs the `.wast` scripts: those of `wast/copy` for every path that copies, those of
//! `wast/tables` for the ledger and the re-homer.

use std::path::{Path, PathBuf};

use bridge_wat::{Simd, Width};

#[path = "../../accessor-wat/tests/wast_harness/mod.rs"]
mod wast_harness;

use wast_harness::{binary_fields, engine, interface, run_folder, variant};

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
/// accessor. Every copy path can import it, each takes what it needs.
fn module_with_memory(n_pages: &str, is_wide: bool, simd: Simd) -> String {
    let (template, name) = match simd {
        Simd::On => {
            (include_str!("../../accessor-wat/src/accessor_simd.wat"), "(module $accessor_simd")
        }
        Simd::Off => (include_str!("../../accessor-wat/src/accessor.wat"), "(module $accessor"),
    };
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
    fields.trim().strip_prefix(name).expect("the accessor has that name").to_owned()
}

/// A path under test: the simd of its accessors, and what follows the name of its module.
#[derive(Clone, Copy)]
struct CopyHelper {
    simd: Simd,
    fields: fn(Width, Width, Simd) -> String,
}

/// What a copy script may ask for; `bridge` is the path under test.
fn copy_helper(path: CopyHelper, name: &str, are_wide: &[bool]) -> String {
    match name.split_once(':') {
        Some(("memory", n_pages)) => module_with_memory(n_pages, are_wide[0], path.simd),
        None if name == "bridge" => {
            let [main, side] = widths(are_wide);
            (path.fields)(main, side, path.simd)
        }
        _ => panic!("`{name}` is no helper that copies"),
    }
}

/// Two pushes, and a module that exports them under the names that a bridge has for them; it takes
/// over the name of the first one.
fn pushes(main: Width, side: Width, simd: Simd) -> String {
    let one_way = |from: Width, to: Width, roles: [&str; 2]| {
        let text = bridge_wat::fallback_text(from, to, simd);
        let text = text.replace("(import \"from\"", &format!("(import \"{}\"", roles[0]));
        let text = text.replace("(import \"to\"", &format!("(import \"{}\"", roles[1]));
        let code = text.lines().map(|line| line.split(";;").next().unwrap_or(""));
        let code = code.collect::<Vec<_>>().join(" ");
        let name = if simd == Simd::On { "(module $copy_push_simd" } else { "(module $copy_push" };
        code.trim().strip_prefix(name).expect("the push has that name").to_owned()
    };
    let type_of = |width: Width| if width == Width::W64 { "i64" } else { "i32" };
    let size = if (main, side) == (Width::W64, Width::W64) { "i64" } else { "i32" };
    let mut both = String::new();
    for (way, to, from) in [("mts", side, main), ("stm", main, side)] {
        for fixed in ["", "1", "2", "4", "8"] {
            let size = if fixed.is_empty() { size } else { "" };
            both.push_str(&format!(
                "(func (export \"{way}_memcpy{fixed}\") (import \"{way}\" \"memcpy{fixed}\") \
                 (param {} {} {size})) ",
                type_of(to),
                type_of(from)
            ));
        }
    }
    format!(
        "{} (register \"mts\") (module $stm {} (register \"stm\") (module $bridge {both})",
        one_way(main, side, ["main", "side"]),
        one_way(side, main, ["side", "main"])
    )
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

#[test]
fn each_text_is_that_of_its_module() {
    let engine = engine(true);
    let assert_same = |bytes: &[u8], text: &str| {
        assert_eq!(interface(&engine, bytes), interface(&engine, text));
        assert!(!text.contains("(;"), "a marker was left in {text}");
    };
    assert_same(bridge_wat::ledger(), bridge_wat::ledger_text());
    for a in [Width::W32, Width::W64] {
        for b in [Width::W32, Width::W64] {
            for simd in [Simd::Off, Simd::On] {
                let text = bridge_wat::bridge_text(a, b, simd);
                assert_same(bridge_wat::bridge(a, b, simd), text);
                assert_same(
                    bridge_wat::fallback(a, b, simd),
                    bridge_wat::fallback_text(a, b, simd),
                );
            }
            assert_same(bridge_wat::rehome(a, b), bridge_wat::rehome_text(a, b));
        }
    }
}

/// The names and types of the copies that a helper exports.
fn copies(bytes: &[u8]) -> Vec<String> {
    let mut lines: Vec<_> = interface(&engine(true), bytes)
        .into_iter()
        .filter(|line| line.contains("memcpy"))
        .collect();
    lines.sort_unstable();
    lines
}

#[test]
fn all_paths_have_the_same_exports() {
    for a in [Width::W32, Width::W64] {
        for b in [Width::W32, Width::W64] {
            let of_bridge = copies(bridge_wat::bridge(a, b, Simd::Off));
            assert_eq!(of_bridge.len(), 10, "{a:?} {b:?}");
            for simd in [Simd::Off, Simd::On] {
                assert_eq!(copies(bridge_wat::bridge(a, b, simd)), of_bridge);
                let prefix = |way: &str, lines: Vec<String>| -> Vec<String> {
                    lines.iter().map(|line| format!("{way}_{line}")).collect()
                };
                let there = prefix("mts", copies(bridge_wat::fallback(a, b, simd)));
                let back = prefix("stm", copies(bridge_wat::fallback(b, a, simd)));
                assert_eq!([there, back].concat(), of_bridge, "{a:?} {b:?} {simd:?}");
            }
        }
    }
}

/// Runs the copy scripts for a path, on an engine with no more than it needs.
fn run_copy_scripts(path: CopyHelper, multi_memory: bool) {
    let helper = |name: &str, are_wide: &[bool]| copy_helper(path, name, are_wide);
    let n_runs = run_folder(&folder("copy"), &engine(multi_memory), &helper);
    assert!(n_runs >= 26, "only {n_runs} runs: were scripts not found?");
}

#[test]
fn copy_scripts_pass_with_the_bridge() {
    for simd in [Simd::Off, Simd::On] {
        let fields = |main, side, simd| binary_fields(bridge_wat::bridge(main, side, simd));
        run_copy_scripts(CopyHelper { simd, fields }, true);
    }
}

#[test]
fn copy_scripts_pass_with_the_fallback_and_without_multi_memory() {
    for simd in [Simd::Off, Simd::On] {
        run_copy_scripts(CopyHelper { simd, fields: pushes }, false);
    }
}

#[test]
fn table_scripts_pass() {
    let n_runs = run_folder(&folder("tables"), &engine(false), &table_helper);
    assert!(n_runs >= 27, "only {n_runs} runs: were scripts not found?");
}
