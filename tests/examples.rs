//! The examples do what they say: every folder `examples/NN-…/` as a link of the command line,
//! every `examples/NAME.rs` as a program.
//!
//! A folder's `expected.txt` is what `run` prints, to the byte; a program's is
//! `examples/NAME.expected`, with the arguments in `examples/NAME.args` if there are any, of which
//! `npm:PACKAGE/FILE` is a file of a package that `tests/tools/packages.txt` pins. `BLESS=1` writes
//! what was seen there: review the diff. Adding an example adds no Rust here.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says what is skipped")]

mod tools;

use libtest_mimic::{Failed, Trial};
use snapbox::{Assert, IntoData};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, OnceLock};
use std::time::SystemTime;
use tools::packages::package;
use tools::suite::Suite;

/// Variables of the machine that would change what is printed.
const FOREIGN_VARIABLES: [&str; 7] = [
    "CLICOLOR_FORCE",
    "NO_COLOR",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "WASMTIME_BACKTRACE_DETAILS",
    "WASM_BROKER_CACHE_DIR",
    "WASM_BROKER_LOG",
];
/// What a program of one idea may take, in lines.
const MAX_PROGRAM_LINES: usize = 60;

fn main() {
    let mut suite = Suite::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples");
    let entries = std::fs::read_dir(&root).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let readme = std::fs::read_to_string(root.join("README.md")).unwrap();
    let mut programs = Vec::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            of_folder(&name, &path, &readme).into_iter().for_each(|trial| suite.push(trial));
        } else if path.extension() == Some(OsStr::new("rs")) {
            programs.push(path);
        }
    }
    let (programs, readme) = (Arc::new(programs), Arc::new(readme));
    for idx in 0..programs.len() {
        let (programs, readme) = (programs.clone(), readme.clone());
        let name = programs[idx].file_name().unwrap().to_string_lossy().into_owned();
        let source = programs[idx].clone();
        let find = move || arguments(&source.with_extension("args"));
        suite.add_with(&name, find, move |arguments| {
            check_program(&programs[idx], &arguments, &programs, &readme)
        });
    }
    suite.run()
}

/// What must hold for one folder.
fn of_folder(name: &str, folder: &Path, readme: &str) -> Vec<Trial> {
    let is_listed = readme.contains(&format!("[{name}]({name})"));
    let trial = |what: &str, f: fn(&str) -> Result<(), Failed>| {
        let given = format!("examples/{name}");
        Trial::test(format!("{name}::{what}"), move || f(&given))
    };
    let is_complete = ["link.toml", "expected.txt"].map(|file| folder.join(file).is_file());
    let row = name.to_owned();
    vec![
        Trial::test(format!("{name}::is_complete"), move || match (is_listed, is_complete) {
            (false, _) => Err(format!("examples/README.md has no row for {row}").into()),
            (true, [true, true]) => Ok(()),
            (true, _) => Err("a folder needs a link.toml and an expected.txt".into()),
        }),
        trial("run", |folder| runs_as_expected(&["run", folder], folder)),
        trial("run_by_accessors", |folder| {
            runs_as_expected(&["run", "--copy", "accessors", folder], folder)
        }),
        trial("plan", |folder| is_deterministic(&["plan", folder], "main")),
        trial("plan_json", |folder| is_deterministic(&["plan", "--json", folder], "{")),
        trial("graph_mermaid", |folder| {
            is_deterministic(&["graph", "--format", "mermaid", folder], "flowchart")
        }),
        trial("graph_dot", |folder| {
            is_deterministic(&["graph", "--format", "dot", folder], "digraph")
        }),
    ]
}

/// Ends with 0, prints `expected.txt` and says nothing else.
fn runs_as_expected(args: &[&str], folder: &str) -> Result<(), Failed> {
    let output = wasm_broker(args);
    succeeded(&output)?;
    compare(&output.stdout, &in_repository(folder).join("expected.txt"))
}

/// Ends with 0 and prints the same twice, something that begins like this.
fn is_deterministic(args: &[&str], begins_with: &str) -> Result<(), Failed> {
    let [once, again] = [(); 2].map(|()| wasm_broker(args));
    succeeded(&once)?;
    let text = String::from_utf8(once.stdout.clone())?;
    if !text.starts_with(begins_with) {
        return Err(format!("begins otherwise than with `{begins_with}`:\n{text}").into());
    }
    match once == again {
        true => Ok(()),
        false => Err("two runs differ".into()),
    }
}

/// The arguments of a program, with the packages that they name fetched.
fn arguments(file: &Path) -> Result<Vec<PathBuf>, String> {
    let text = std::fs::read_to_string(file).unwrap_or_default();
    let found = text.split_whitespace().map(|word| match word.strip_prefix("npm:") {
        Some(file) => {
            let (name, path) = file.split_once('/').expect("a package and a file of it");
            Ok(package(name)?.join(path))
        }
        None => Ok(in_repository(word)),
    });
    found.collect()
}

/// Prints what is expected, is short, and has its row.
fn check_program(
    source: &Path,
    arguments: &[PathBuf],
    all: &[PathBuf],
    readme: &str,
) -> Result<(), Failed> {
    static FOLDER: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| built_programs(all)).as_ref()?;
    let name = source.file_stem().unwrap().to_str().unwrap();
    let program = folder.join(name).with_extension(std::env::consts::EXE_EXTENSION);
    let output =
        quiet_command(&program).args(arguments).output().map_err(|e| format!("{name}: {e}"))?;
    succeeded(&output)?;
    compare(&output.stdout, &source.with_extension("expected"))?;
    let n_lines = std::fs::read_to_string(source)?.lines().count();
    if n_lines > MAX_PROGRAM_LINES {
        return Err(format!("{n_lines} lines, more than {MAX_PROGRAM_LINES}").into());
    }
    match readme.contains(&format!("[{name}.rs]({name}.rs)")) {
        true => Ok(()),
        false => Err(format!("examples/README.md has no row for {name}.rs").into()),
    }
}

/// The folder of the built programs, which is beside that of this test. `cargo test` has built them
/// already; `cargo test --test examples` has not, and then they are built now. That cannot wait for
/// itself: cargo holds no lock while tests run.
fn built_programs(sources: &[PathBuf]) -> Result<PathBuf, String> {
    let profile = std::env::current_exe().unwrap().ancestors().nth(2).unwrap().to_owned();
    let folder = profile.join("examples");
    if sources.iter().all(|source| is_fresh(&folder.join(source.file_stem().unwrap()))) {
        return Ok(folder);
    }
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(env!("CARGO_MANIFEST_DIR")).args(["build", "--quiet", "--examples"]);
    // `target/release`, or `target/<triple>/release` of a build for another machine.
    let name = profile.file_name().unwrap().to_str().unwrap();
    cargo.args(["--profile", if name == "debug" { "dev" } else { name }]);
    cargo.arg("--target-dir").arg(profile.parent().unwrap());
    succeeded(&cargo.output().unwrap())?;
    Ok(folder)
}

/// Whether a program is newer than everything it was built from, which cargo lists beside it.
fn is_fresh(program: &Path) -> bool {
    let changed = |path: &Path| -> Option<SystemTime> { path.metadata().ok()?.modified().ok() };
    let built = changed(&program.with_extension(std::env::consts::EXE_EXTENSION));
    let listed = std::fs::read_to_string(program.with_extension("d")).unwrap_or_default();
    let Some((_, sources)) = listed.split_once(": ") else { return false };
    // Spaces in a path are escaped as in a Makefile: such a path is not found, the answer is no.
    let is_older = |source| changed(Path::new(source)).is_some_and(|time| Some(time) <= built);
    sources.split_whitespace().all(is_older)
}

fn wasm_broker(args: &[&str]) -> Output {
    let mut command = quiet_command(Path::new(env!("CARGO_BIN_EXE_wasm-broker")));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(args).output().unwrap()
}

fn quiet_command(program: &Path) -> Command {
    let mut command = Command::new(program);
    for variable in FOREIGN_VARIABLES {
        command.env_remove(variable);
    }
    command
}

fn succeeded(output: &Output) -> Result<(), String> {
    match output.status.success() && output.stderr.is_empty() {
        true => Ok(()),
        false => {
            let [stdout, stderr] =
                [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
            Err(format!("{}\n{stdout}{stderr}", output.status))
        }
    }
}

fn compare(actual: &[u8], expected: &Path) -> Result<(), Failed> {
    let actual = String::from_utf8(actual.to_vec())?;
    if std::env::var_os("BLESS").is_some() {
        return Ok(std::fs::write(expected, actual)?);
    }
    let text = std::fs::read_to_string(expected)
        .map_err(|cause| format!("{}: {cause}", expected.display()))?;
    // Neither wildcards nor changes to line breaks or paths: to the byte.
    let assert = Assert::new().normalize_paths(false);
    Ok(assert.try_eq(Some(&"stdout"), actual.into_data().raw(), text.into_data().raw())?)
}

fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
