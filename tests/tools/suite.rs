//! A list of tests, some of which need what this machine may lack.

use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeSet;

/// The tests of one program.
pub(crate) struct Suite {
    arguments: Arguments,
    /// Whether a missing tool is a failure.
    is_strict: bool,
    trials: Vec<Trial>,
    /// What is missing, and why.
    missing: BTreeSet<String>,
}

impl Suite {
    pub(crate) fn from_args() -> Self {
        let is_strict = std::env::var("WASM_BROKER_REAL").is_ok_and(|value| value == "require");
        let arguments = Arguments::from_args();
        Self { arguments, is_strict, trials: Vec::new(), missing: BTreeSet::new() }
    }

    /// Adds a test that needs nothing.
    pub(crate) fn add(
        &mut self,
        name: &str,
        check: impl FnOnce() -> Result<(), Failed> + Send + 'static,
    ) {
        self.push(Trial::test(name, check));
    }

    pub(crate) fn push(&mut self, trial: Trial) {
        self.trials.push(trial);
    }

    /// Adds a test that works with what `find` finds. It is looked for now, so that the test can be
    /// shown as ignored, but only if this test is going to be run.
    pub(crate) fn add_with<T: Send + 'static>(
        &mut self,
        name: &str,
        find: impl FnOnce() -> Result<T, String>,
        check: impl FnOnce(T) -> Result<(), Failed> + Send + 'static,
    ) {
        let is_wanted = !self.arguments.list && self.is_selected(name);
        let found = if is_wanted { find() } else { Err("not looked for".to_owned()) };
        if is_wanted && let Err(why) = &found {
            self.missing.insert(why.clone());
        }
        let is_ignored = is_wanted && found.is_err() && !self.is_strict;
        let trial = Trial::test(name, move || check(found?));
        self.trials.push(trial.with_ignored_flag(is_ignored));
    }

    /// Whether the words of the command line let this test run.
    fn is_selected(&self, name: &str) -> bool {
        let is_meant = |word: &String| match self.arguments.exact {
            true => name == word,
            false => name.contains(word),
        };
        self.arguments.filter.as_ref().is_none_or(is_meant)
            && !self.arguments.skip.iter().any(is_meant)
    }

    /// Says what is missing, runs the tests and ends the program.
    pub(crate) fn run(self) -> ! {
        for why in &self.missing {
            eprintln!("skipped: {why} (WASM_BROKER_REAL=require makes this a failure)");
        }
        libtest_mimic::run(&self.arguments, self.trials).exit()
    }
}
