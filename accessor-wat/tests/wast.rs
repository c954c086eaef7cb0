//! Runs the accessor's `.wast` scripts, and checks what the crate says about its own modules.
//!
//! Those of `wast/` run with SIMD and without; those of `wast_plain/` and `wast_simd/` are about
//! the setters that only one of the two has.

use std::path::Path;

use accessor_wat::{EXPORTS, Simd, WIDE_SETTERS, WIDE_SETTERS_SIMD, Width};
use wasmtime::{Config, Engine, Module};

mod wast_harness;

/// The accessor, as it follows its name in a script.
fn helper(name: &str, widths: &[bool], simd: Simd) -> String {
    assert_eq!(name, "accessor", "the scripts here may ask for the accessor only");
    wast_harness::binary_fields(accessor_wat::module(width(widths[0]), simd))
}

fn width(is_wide: bool) -> Width {
    if is_wide { Width::W64 } else { Width::W32 }
}

/// Runs the scripts of a folder, on an engine without multi-memory.
fn run(folder: &str, simd: Simd) -> usize {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder);
    let helper = |name: &str, widths: &[bool]| helper(name, widths, simd);
    wast_harness::run_folder(&folder, &wast_harness::engine(false), &helper)
}

#[test]
fn every_script_passes_in_every_width_with_simd_and_without() {
    for simd in [Simd::Off, Simd::On] {
        let n_runs = run("wast", simd);
        assert!(n_runs >= 6, "only {n_runs} runs: were scripts not found?");
    }
}

#[test]
fn the_widest_setter_passes_its_script_in_every_width() {
    for (folder, simd) in [("wast_plain", Simd::Off), ("wast_simd", Simd::On)] {
        let n_runs = run(folder, simd);
        assert!(n_runs >= 2, "only {n_runs} runs: were scripts not found?");
    }
}

#[test]
fn exports_are_the_named_ones_and_the_two_bridges() {
    let engine = wast_harness::engine(false);
    for (simd, wide) in [(Simd::Off, WIDE_SETTERS), (Simd::On, WIDE_SETTERS_SIMD)] {
        for width in [Width::W32, Width::W64] {
            let bytes = accessor_wat::module(width, simd);
            let module = Module::new(&engine, bytes).expect("it is valid");
            let mut names: Vec<&str> = module.exports().map(|export| export.name()).collect();
            let bridges = ["rbBridge", "rbBridgeFb"];
            let mut expected = [EXPORTS.as_slice(), &wide, &bridges].concat();
            names.sort_unstable();
            expected.sort_unstable();
            assert_eq!(names, expected, "{width:?} {simd:?}");
        }
    }
}

#[test]
fn only_the_one_with_simd_needs_it() {
    let mut config = Config::new();
    config.wasm_simd(false).wasm_relaxed_simd(false).wasm_memory64(true);
    let engine = Engine::new(&config).expect("the configuration is valid");
    for width in [Width::W32, Width::W64] {
        let plain = Module::new(&engine, accessor_wat::module(width, Simd::Off));
        assert!(plain.is_ok(), "{width:?}: {plain:?}");
        let refused = Module::new(&engine, accessor_wat::module(width, Simd::On));
        let message = format!("{:?}", refused.expect_err("it has v128 values"));
        assert!(message.contains("SIMD"), "{width:?}: {message}");
    }
}

#[test]
fn text_assembles_to_the_module() {
    let engine = wast_harness::engine(false);
    for simd in [Simd::Off, Simd::On] {
        for width in [Width::W32, Width::W64] {
            let text = accessor_wat::text(width, simd);
            let from_bytes = wast_harness::interface(&engine, accessor_wat::module(width, simd));
            assert_eq!(wast_harness::interface(&engine, text), from_bytes, "{width:?} {simd:?}");
            assert!(!text.contains("(;"), "a marker was left in {width:?} {simd:?}");
        }
    }
}

#[test]
fn what_both_accessors_have_is_the_same_text() {
    // From the imports to the end of the last setter that both have.
    let shared = |simd: Simd| {
        let text = accessor_wat::text(Width::W32, simd);
        let fields = &text[text.find("  (import").expect("there are imports")..];
        let end = fields.find("(func $set_f64x4").expect("there is that setter");
        let globals = fields.find("  ;; How far the last byte").expect("there are constants");
        let exports = fields.find("  (export").expect("there are exports");
        format!("{}{}", &fields[..globals], &fields[exports..end])
    };
    assert_eq!(shared(Simd::Off), shared(Simd::On));
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
