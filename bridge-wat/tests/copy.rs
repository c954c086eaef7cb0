//! Both copy paths are indistinguishable from `memory.copy`, for all widths, ways and aliasing.
//!
//! `PROPTEST_CASES` sets how many cases each of the twelve runs has; a case is up to 7 copies.

use std::{cell::Cell, env};

use bridge_wat::Width;
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use wasmtime::Module;

mod copy_large;
mod copy_model;
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
    assert_exact(Path::Bridge);
}

#[test]
fn fallback_is_indistinguishable_from_memory_copy() {
    assert_exact(Path::Fallback);
}

#[test]
fn both_paths_have_a_function_for_each_fixed_size() {
    let shape = Shape {
        main_is_wide: false,
        side_is_wide: true,
        aliased: false,
        n_main_pages: 1,
        n_side_pages: 1,
    };
    for path in [Path::Bridge, Path::Fallback] {
        assert!(Kit::new(path, Width::W32, Width::W64).path(shape).has_all_fixed(), "{path:?}");
    }
}

#[test]
fn bridge_needs_multi_memory_and_fallback_does_not() {
    let engine = engine(false);
    for main in [Width::W32, Width::W64] {
        for side in [Width::W32, Width::W64] {
            let refused = Module::new(&engine, bridge_wat::bridge(main, side));
            let message = format!("{:?}", refused.expect_err("two memories in one module"));
            assert!(message.contains("multiple memories"), "{message}");
            Module::new(&engine, bridge_wat::fallback(main, side)).expect("it has no memory");
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
    let kit = Kit::new(Path::Bridge, Width::W32, Width::W32);
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

/// The fallback for two widths with one piece of its text exchanged.
fn mutant(widths: [Width; 2], piece: &str, exchanged_for: &str) -> Kit {
    let text = bridge_wat::fallback_text(widths[0], widths[1]);
    assert!(text.contains(piece), "the fallback does not say `{piece}` any more");
    Kit::fallback_from(text.replace(piece, exchanged_for), widths)
}

#[test]
fn the_property_refuses_every_mutant_of_the_fallback() {
    const NARROW: [Width; 2] = [Width::W32, Width::W32];
    const WIDE: [Width; 2] = [Width::W64, Width::W64];
    let end = "(local.get $end)";
    let direction = "(i64.le_u (local.get $dest_wide) (local.get $src_wide))";
    let mutants = [
        ("always upwards", NARROW, true, direction, "(i32.const 1)"),
        ("always downwards", NARROW, true, direction, "(i32.const 0)"),
        ("wrong direction", WIDE, true, "i64.le_u", "i64.ge_u"),
        (
            "wraps at 2^64",
            WIDE,
            false,
            "(i64.lt_u (local.get $end) (local.get $address))",
            "(i32.const 0)",
        ),
        (
            "wraps at 2^32",
            NARROW,
            false,
            "(i64.gt_u (local.get $last)",
            "(i64.lt_s (local.get $last)",
        ),
        (
            "empty anywhere",
            NARROW,
            false,
            "(i64.eqz (local.get $end))",
            "(i64.eqz (local.get $size))",
        ),
        (
            "last byte unseen",
            NARROW,
            false,
            "(i64.sub (local.get $end) (global.get $CHUNK_1))",
            end,
        ),
        (
            "no tail of 2",
            NARROW,
            false,
            "(local.get $size) (global.get $CHUNK_2)",
            "(local.get $size) (i64.const 0)",
        ),
        ("half a chunk", NARROW, false, "(call $mts_chunk4", "(call $mts_chunk2"),
    ];
    for (name, widths, aliased, piece, exchanged_for) in mutants {
        let kit = mutant(widths, piece, exchanged_for);
        let found = run(&kit, widths, aliased, &mut fixed_runner());
        assert!(found.is_err(), "the property accepts the mutant `{name}`");
    }
}
