//! Links, each a folder under `tests/link`: what a user of the guest ABI can see of it.
//!
//! A case is `main.wat` with a `.wat` file per side (in the order of their names), or a
//! `link.toml`; its first line is a comment that says what the case is for. `calls.txt` says what
//! is called and what comes of it (`script.rs` has its language), `stdout.txt` what the guests
//! print. A case that begins with `error-` must fail, and `error.txt` holds all that is printed
//! then. Every case runs once for each copy path; `exceptions.txt` holds the cases for which one
//! path cannot be the same.
//!
//! To add a case, add a folder and run `BLESS=1 cargo test --test link`, then read the difference.

#[path = "link/case.rs"]
mod case;
#[path = "link/script.rs"]
mod script;

use case::{Case, PATHS};
use libtest_mimic::{Arguments, Failed, Trial};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use wasm_broker::{Broker, CopyPath, run_on_guest_thread};

/// Where the cases are.
const FOLDER: &str = "tests/link";

/// For which cases and copy paths a case is not run, and why.
type Exceptions = BTreeMap<(String, &'static str), String>;

fn main() {
    let arguments = Arguments::from_args();
    let broker = Broker::new().expect("a broker can be made");
    let mut exceptions = read_exceptions(include_str!("link/exceptions.txt"));
    let mut trials = Vec::new();
    for folder in folders() {
        let name = folder.file_name().expect("a case has a name").to_string_lossy().into_owned();
        let case = Arc::new(Case { folder, name: name.clone() });
        for (path_name, path) in PATHS {
            let is_exception = exceptions.remove(&(name.clone(), path_name)).is_some();
            let (case, broker) = (case.clone(), broker.clone());
            let trial =
                Trial::test(format!("{name} {path_name}"), move || run(&case, &broker, path));
            trials.push(trial.with_ignored_flag(is_exception));
        }
    }
    let unused: Vec<String> =
        exceptions.keys().map(|(name, path)| format!("{name} {path}")).collect();
    trials.push(Trial::test("every exception is of a case", move || match unused.as_slice() {
        [] => Ok(()),
        unused => Err(format!("no such cases: {}", unused.join(", ")).into()),
    }));
    trials.push(Trial::test("a case without a step is refused", stepless_is_refused));
    libtest_mimic::run(&arguments, trials).exit();
}

fn run(case: &Case, broker: &Broker, path: CopyPath) -> Result<(), Failed> {
    // The thread is the one that the command line would use, so that a deep recursion is the same.
    let outcome = run_on_guest_thread(|| case.run(broker, path));
    outcome.map_err(|error| Failed::from(error.to_string()))?.map_err(Failed::from)
}

/// Every case that only links would pass, whatever becomes of what its purpose speaks of.
fn stepless_is_refused() -> Result<(), Failed> {
    let fresh = || Err("it was linked".to_owned());
    match script::run("# A comment.\n\n---\n", Path::new(FOLDER), &fresh) {
        Err(message) if message == script::NO_STEP => Ok(()),
        other => Err(format!("it answered {other:?}").into()),
    }
}

fn folders() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(FOLDER).expect("the folder of the cases is there");
    let paths = entries.map(|entry| entry.expect("an entry can be read").path());
    let mut folders: Vec<_> = paths.filter(|path| Path::is_dir(path)).collect();
    folders.sort();
    folders
}

/// One entry per line: the case, the copy path, the reason.
fn read_exceptions(text: &str) -> Exceptions {
    let is_entry = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let entries = text.lines().filter(is_entry).map(|line| {
        let mut words = line.splitn(3, ' ');
        let (name, path) = (words.next().unwrap_or(""), words.next().unwrap_or(""));
        let known = PATHS.iter().find(|(known, _)| *known == path);
        let (path, _) = known.expect("an exception names a copy path");
        let reason = words.next().expect("an exception has a reason");
        ((name.to_owned(), *path), reason.to_owned())
    });
    entries.collect()
}
