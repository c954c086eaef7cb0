//! Modules, manifests and names that were made to do harm, each a file under `tests/hostile`.
//!
//! A case is a text: comments that say what it tries and what has to come of it, then its modules
//! (`hostile/case.rs` has the language). What is too large to write is made by `generate.rs`; what
//! needs a host program is in `native.rs`. Everything runs in a child process under a deadline and
//! a limit of memory, so that a hang, an abort, a panic and a flood of memory are all seen
//! (`hostile/child.rs`), and every message is looked at byte by byte (`hostile/judge.rs`).
//!
//! `open.txt` holds the cases that do not yet end as they must, with the reason; one that does
//! after all is an error. To add a case, add a file. The last line says how many cases ran.

#[path = "hostile/case.rs"]
mod case;
#[path = "hostile/child.rs"]
mod child;
#[path = "hostile/debugging.rs"]
mod debugging;
#[path = "hostile/generate.rs"]
mod generate;
#[path = "hostile/judge.rs"]
mod judge;
#[path = "hostile/native.rs"]
mod native;
#[path = "hostile/run.rs"]
mod run;
#[path = "link/script.rs"]
mod script;

use case::Case;
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Where the cases are.
const FOLDER: &str = "tests/hostile";

fn main() -> ExitCode {
    if let Some(job) = child::job() {
        return child::work(&job);
    }
    let arguments = Arguments::from_args();
    let mut open = read_open(include_str!("hostile/open.txt"));
    let mut trials = Vec::new();
    for path in files(Path::new(FOLDER)) {
        let name = path.strip_prefix(FOLDER).expect("it was found there").with_extension("");
        let name = name.to_string_lossy().into_owned();
        let reason = open.remove(&name);
        let trial = Trial::test(name, move || judged(&path, reason.as_deref()));
        trials.push(trial);
    }
    let n_cases = trials.len();
    trials.push(Trial::test("every open case is a case", move || match open.is_empty() {
        true => Ok(()),
        false => Err(format!("no such cases: {:?}", open.keys()).into()),
    }));
    let conclusion = libtest_mimic::run(&arguments, trials);
    let n_ran = (conclusion.num_passed + conclusion.num_failed).saturating_sub(1);
    let last = format!("hostile: {} cases ran", n_ran.min(n_cases as u64));
    writeln!(std::io::stdout(), "{last}").expect("the figure can be written");
    conclusion.exit_code()
}

/// Runs a case; one that is known to be open has to fail.
fn judged(path: &Path, reason: Option<&str>) -> Result<(), Failed> {
    let outcome = Case::read(path).and_then(|case| run::run(&case));
    match (outcome, reason) {
        (Ok(()), None) => Ok(()),
        (Err(why), None) => Err(why.into()),
        (Err(_), Some(_)) => Ok(()),
        (Ok(()), Some(reason)) => {
            Err(format!("this ends well now; take it out of open.txt ({reason})").into())
        }
    }
}

/// The cases in the folders by topic.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder of the cases is there");
    let mut paths: Vec<_> = entries.map(|it| it.expect("an entry can be read").path()).collect();
    paths.sort();
    let mut found = Vec::new();
    for path in paths {
        match path.is_dir() {
            true => found.extend(files(&path)),
            false if path.extension().is_some_and(|it| it == "wat") => found.push(path),
            false => {}
        }
    }
    found
}

/// One entry per line: the case, the reason.
fn read_open(text: &str) -> BTreeMap<String, String> {
    let is_entry = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let entry = |line: &str| {
        let (name, reason) = line.split_once(' ').expect("an open case has a reason");
        (name.to_owned(), reason.to_owned())
    };
    text.lines().filter(is_entry).map(entry).collect()
}
