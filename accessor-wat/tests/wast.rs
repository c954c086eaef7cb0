//! Runs the accessor's `.wast` scripts, and checks what the crate says about its own module.

use std::path::Path;

use accessor_wat::{EXPORTS, Width};
use wasmtime::Module;

mod wast_harness;

/// The accessor, as it follows its name in a script.
fn helper(name: &str, widths: &[bool]) -> String {
    assert_eq!(name, "accessor", "the scripts here may ask for the accessor only");
    wast_harness::binary_fields(accessor_wat::module(width(widths[0])))
}

fn width(is_wide: bool) -> Width {
    if is_wide { Width::W64 } else { Width::W32 }
}

#[test]
fn every_script_passes_in_every_width() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wast");
    let n_runs = wast_harness::run_folder(&folder, &wast_harness::engine(false), &helper);
    assert!(n_runs >= 4, "only {n_runs} runs: were scripts not found?");
}

#[test]
fn exports_are_the_twelve_named_and_the_two_bridges() {
    let engine = wast_harness::engine(false);
    for width in [Width::W32, Width::W64] {
        let module = Module::new(&engine, accessor_wat::module(width)).expect("it is valid");
        let mut names: Vec<&str> = module.exports().map(|export| export.name()).collect();
        let mut expected = [EXPORTS.as_slice(), &["rbBridge", "rbBridgeFb"]].concat();
        names.sort_unstable();
        expected.sort_unstable();
        assert_eq!(names, expected, "{width:?}");
    }
}

#[test]
fn text_assembles_to_the_module() {
    let engine = wast_harness::engine(false);
    for width in [Width::W32, Width::W64] {
        let describe = |module: Module| {
            let imports =
                module.imports().map(|i| format!("{}.{} {:?}", i.module(), i.name(), i.ty()));
            let exports = module.exports().map(|e| format!("{} {:?}", e.name(), e.ty()));
            imports.chain(exports).collect::<Vec<_>>()
        };
        let from_text = Module::new(&engine, accessor_wat::text(width)).expect("it is valid");
        let from_bytes = Module::new(&engine, accessor_wat::module(width)).expect("it is valid");
        assert_eq!(describe(from_text), describe(from_bytes), "{width:?}");
        assert!(!accessor_wat::text(width).contains("(;"), "a marker was left in {width:?}");
    }
}

#[test]
fn variant_exchanges_marked_keywords_only() {
    let widths = [("main", true), ("side", false)];
    let of = |text| wast_harness::variant(text, &widths).expect("the markers are right");
    assert_eq!(of("(param i32(;main;) i32(;side;) i32)"), "(param i64 i32 i32)");
    assert_eq!(of("(i32.const(;main;) 8)"), "(i64.const 8)");
    assert_eq!(of("(i64.extend_i32_u(;main;) X)"), "(i64.or (i64.const 0) X)");
    assert_eq!(of("(i32.wrap_i64(;main;) X)"), "(i64.or (i64.const 0) X)");
    assert_eq!(of("(i32.wrap_i64(;side;) X)"), "(i32.wrap_i64 X)");
}

#[test]
fn variant_refuses_a_marker_that_means_nothing() {
    let of =
        |text| wast_harness::variant(text, &[("main", true)]).expect_err("the marker is wrong");
    assert_eq!(of("i32(;mian;)"), "the marker `(;mian;)` names no width parameter");
    assert_eq!(of("f64(;main;)"), "the keyword `f64` has no wide form");
    assert_eq!(of("i32 (;main;)"), "the comment `(;main;)` is not glued to a keyword");
    assert_eq!(of("i32(;main"), "a block comment is never closed");
}
