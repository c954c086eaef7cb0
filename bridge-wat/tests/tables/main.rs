//! The ledger and the re-homers answer like plain maps and arrays, whatever is done to them.
//!
//! `PROPTEST_CASES` sets how many cases each random run has.

use std::env;

use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

mod ledger;
mod ledger_model;
mod ledger_wasm;
mod rehome;

/// Cases per run unless the environment says otherwise; a case is up to 120 calls.
const N_CASES: u32 = 500;

/// A runner that does the same each time, unless the environment asks for a number of cases: such a
/// run is a search, so it looks at other cases each time.
fn runner() -> TestRunner {
    match env::var("PROPTEST_CASES") {
        Ok(n_cases) => {
            let cases = n_cases.parse().expect("PROPTEST_CASES is a number");
            TestRunner::new(Config { cases, ..config() })
        }
        Err(_) => TestRunner::new_with_rng(config(), fixed_rng()),
    }
}

/// A runner for what must fail: it does the same each time, and stops at the first failure, since
/// nobody reads the smallest one.
fn failing_runner() -> TestRunner {
    TestRunner::new_with_rng(Config { max_shrink_iters: 0, ..config() }, fixed_rng())
}

fn config() -> Config {
    Config { cases: N_CASES, failure_persistence: None, ..Config::default() }
}

fn fixed_rng() -> TestRng {
    TestRng::deterministic_rng(RngAlgorithm::ChaCha)
}
