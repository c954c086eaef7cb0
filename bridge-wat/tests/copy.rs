//! Every copy path is indistinguishable from `memory.copy`, for all widths, ways and aliasing.
//!
//! `PROPTEST_CASES` sets how many cases each run has; a case is up to 7 copies, and a path has six
//! runs: four pairs of widths, and one memory of either width with itself.

use std::{cell::Cell, env};

use bridge_wat::{Simd, Width};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use wasmtime::{Engine, Module};

mod copy_large;
mod copy_model;
mod copy_mutants;
mod copy_wasm;

use copy_model::{Call, Case, Difference, Shape, cases, check};
use copy_wasm::{Kit, Path, engine};

/// Cases per run unless the environment says otherwise: some 7,000 copies per path and way.
const N_CASES: u32 = 600;

/// Runs the property on random cases; gives the smallest case that fails, and how.
fn run(
    kit: &Kit,
    widths: [Width; 2],
    aliased: bool,
    runner: &mut TestRunner,
) -> Result<(), (Case, Difference)> {
    let [main_is_wide, side_is_wide] = widths.map(|width| width == Width::W64);
    let result = runner.run(&cases(main_is_wide, side_is_wide, aliased), |case| {
        check(&case, &mut kit.path(case.shape))
            .map(|_| ())
            .map_err(|difference| TestCaseError::fail(format!("{difference:?}")))
    });
    match result {
        Ok(()) => Ok(()),
        Err(TestError::Fail(reason, case)) => match check(&case, &mut kit.path(case.shape)) {
            Err(difference) => Err((case, difference)),
            Ok(_) => panic!("{case:?} failed only once: {reason}"),
        },
        Err(TestError::Abort(reason)) => panic!("the run was aborted: {reason}"),
    }
}

fn config(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// A runner that does the same each time.
fn fixed_runner() -> TestRunner {
    let rng = TestRng::deterministic_rng(RngAlgorithm::ChaCha);
    TestRunner::new_with_rng(config(N_CASES), rng)
}

/// A runner as the environment wants it; one that is asked for more looks at other cases each time.
fn runner() -> TestRunner {
    match env::var("PROPTEST_CASES") {
        Ok(n_cases) => {
            let n_cases = n_cases.parse().expect("PROPTEST_CASES is a number");
            TestRunner::new(config(n_cases))
        }
        Err(_) => fixed_runner(),
    }
}

/// Runs the property for one path, in all widths, with two memories and with one.
fn assert_exact(path: Path) {
    for main in [Width::W32, Width::W64] {
        for side in [Width::W32, Width::W64] {
            let kit = Kit::new(path, main, side);
            for aliased in [false, true] {
                if aliased && main != side {
                    continue;
                }
                if let Err((case, difference)) = run(&kit, [main, side], aliased, &mut runner()) {
                    panic!("{path:?} {main:?} {side:?}: {difference:#?}\nin {case:#?}");
                }
            }
        }
    }
}

#[test]
fn bridge_is_indistinguishable_from_memory_copy() {
    assert_exact(Path::Bridge(Simd::Off));
}

#[test]
fn bridge_simd_is_indistinguishable_from_memory_copy() {
    assert_exact(Path::Bridge(Simd::On));
}

#[test]
fn push_is_indistinguishable_from_memory_copy() {
    assert_exact(Path::Push(Simd::Off));
}

#[test]
fn push_with_simd_is_indistinguishable_from_memory_copy() {
    assert_exact(Path::Push(Simd::On));
}

#[test]
fn every_path_has_a_function_for_each_fixed_size() {
    let shape = Shape {
        main_is_wide: false,
        side_is_wide: true,
        aliased: false,
        n_main_pages: 1,
        n_side_pages: 1,
    };
    for path in Path::ALL {
        assert!(Kit::new(path, Width::W32, Width::W64).path(shape).has_all_fixed(), "{path:?}");
    }
}

/// Why an engine does not take the helper from main to side; empty if it does.
fn refusal(engine: &Engine, text: &str) -> String {
    Module::new(engine, text).err().map(|error| format!("{error:?}")).unwrap_or_default()
}

#[test]
fn a_path_needs_what_it_says_and_no_more() {
    let simd_only = engine(false, Simd::On);
    let multi_memory_only = engine(true, Simd::Off);
    for main in [Width::W32, Width::W64] {
        for side in [Width::W32, Width::W64] {
            for path in Path::ALL {
                // Compiling for the path's own engine is what a kit does first.
                Kit::new(path, main, side);
                let [text, _] = path.texts(main, side);
                let needs_multi_memory = refusal(&simd_only, text).contains("multiple memories");
                let needs_simd = refusal(&multi_memory_only, text).contains("SIMD");
                assert_eq!(needs_multi_memory, matches!(path, Path::Bridge(_)), "{path:?}");
                let is_simd = match path {
                    Path::Bridge(simd) => simd == Simd::On && [main, side] == [Width::W32; 2],
                    Path::Push(simd) => simd == Simd::On,
                };
                assert_eq!(needs_simd, is_simd, "{path:?}");
            }
        }
    }
}

/// The smallest case by which the property refuses a copy of `tests/copies`, and how it differs.
fn flaw(text: &str) -> (Call, String) {
    let kit = Kit::one_way(text);
    let found = run(&kit, [Width::W32, Width::W32], false, &mut fixed_runner());
    let (_, difference) = found.expect_err("the property accepts a flawed copy");
    (difference.call.expect("it is a copy that differs"), difference.what)
}

#[test]
fn the_property_accepts_an_exact_copy() {
    let kit = Kit::one_way(include_str!("copies/exact.wat"));
    for aliased in [false, true] {
        let found = run(&kit, [Width::W32, Width::W32], aliased, &mut fixed_runner());
        assert!(found.is_ok(), "{found:#?}");
    }
}

#[test]
fn the_property_refuses_a_signed_size() {
    let (call, what) = flaw(include_str!("copies/signed_size.wat"));
    assert!(call.size >= 1 << 31, "{call:?}");
    assert_eq!(what, "found Ok(()), expected Err(OutOfBounds)", "{call:?}");
}

#[test]
fn the_property_refuses_a_partial_write() {
    let (call, what) = flaw(include_str!("copies/partial_write.wat"));
    assert!(call.size > 0, "{call:?}");
    assert!(what.starts_with("after Err(OutOfBounds), "), "{call:?}: {what}");
}

#[test]
fn the_property_refuses_an_empty_copy_past_the_end() {
    let (call, what) = flaw(include_str!("copies/empty_past_end.wat"));
    assert_eq!(call.size, 0, "{call:?}");
    assert_eq!(what, "found Ok(()), expected Err(OutOfBounds)", "{call:?}");
}

#[test]
fn the_property_refuses_an_end_that_wraps() {
    let (call, what) = flaw(include_str!("copies/wrapping_end.wat"));
    let end = call.size + call.dest.max(call.src);
    assert!(end >= 1 << 32, "{call:?}");
    assert!(what.starts_with("after Err(OutOfBounds), "), "{call:?}: {what}");
}

#[test]
fn the_cases_copy_and_are_refused_often_enough() {
    let (n_copied, n_refused) = (Cell::new(0), Cell::new(0));
    let kit = Kit::new(Path::Bridge(Simd::On), Width::W32, Width::W32);
    let result = fixed_runner().run(&cases(false, false, false), |case| {
        let outcomes = check(&case, &mut kit.path(case.shape)).expect("the bridge is exact");
        n_copied.set(n_copied.get() + outcomes.n_copied);
        n_refused.set(n_refused.get() + outcomes.n_refused);
        Ok(())
    });
    assert!(result.is_ok(), "{result:?}");
    // Of 600 cases of 4 steps; a property that always traps, or never does, would be worthless.
    assert!(n_copied.get() > 500, "only {} copies moved bytes", n_copied.get());
    assert!(n_refused.get() > 500, "only {} copies were refused", n_refused.get());
}
