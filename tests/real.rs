//! Modules that real toolchains make, built now and run by the command line.
//!
//! A case is a source file `tests/real/NAME.{c,cpp,ts}`. The comment on its top says why it is
//! there and then, line by line, what is done with it: `build: em++ -O2` is a way to build it (a
//! case has one or more, each is a test), and `tests/tools/expected.rs` has the lines that say how
//! the run goes; `$TMP` is a folder that is empty at the start. What emcc made JavaScript for is
//! run by node too.
//!
//! `tests/tools` says what becomes of tests whose tools are missing. Adding a case adds no Rust.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says what is skipped")]

mod tools;

use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use tools::expected::Expected;
use tools::find::{PRELUDE, Tool, Tools};
use tools::keep::{Recipe, once};
use tools::suite::Suite;
use tools::{run, shown, wasm_broker, words};

/// One source file with what its comment says.
struct Case {
    source: PathBuf,
    builds: Vec<String>,
    expected: Expected,
}

fn main() {
    let tools = Tools::default();
    let mut suite = Suite::from_args();
    suite.add("rebuild.sh", rebuild);
    for case in cases().into_iter().map(Arc::new) {
        let file = case.source.file_name().unwrap().to_string_lossy().into_owned();
        for build in &case.builds {
            let (case, flags) = (case.clone(), words(build).split_off(1));
            let check = move |tool| check(&case, &built(&case.source, &tool, &flags)?);
            suite.add_with(&format!("{file}::{build}"), || tools.of(build), check);
        }
    }
    suite.run()
}

/// The committed modules of the examples come out of their sources to the same bytes.
fn rebuild() -> Result<(), Failed> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/rebuild.sh");
    let output = Command::new("bash").arg(script).arg("--check").output()?;
    let text = shown(&output);
    for line in text.lines().filter(|line| line.contains("not built")) {
        eprintln!("skipped: {line}");
    }
    match output.status.success() {
        true => Ok(()),
        false => Err(text.into()),
    }
}

fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/real");
    let entries = std::fs::read_dir(root).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let cases: Vec<_> = paths.into_iter().map(case).collect();
    assert!(cases.len() >= 15, "only {} cases were found", cases.len());
    cases
}

/// Reads the comment on the top of a source.
fn case(source: PathBuf) -> Case {
    let text = std::fs::read_to_string(&source).unwrap();
    let name = source.display().to_string();
    let mut case = Case { source, builds: Vec::new(), expected: Expected::default() };
    let mut is_explained = false;
    for line in text.lines().map_while(|line| line.strip_prefix("//")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        if let Some(build) = line.strip_prefix("build: ") {
            case.builds.push(build.to_owned());
        } else if case.builds.is_empty() {
            is_explained |= !line.is_empty();
        } else {
            assert!(case.expected.take(line, &name), "{name}: not understood: {line}");
        }
    }
    assert!(is_explained, "{name}: says not why it is there");
    assert!(!case.builds.is_empty(), "{name}: says not how it is built");
    case
}

/// The folder with what this command makes of a source.
fn built(source: &Path, tool: &Tool, flags: &[String]) -> Result<PathBuf, Failed> {
    let mut recipe = Recipe::default().with_file(source)?;
    for part in tool.program.iter().chain([&tool.version]).chain(flags) {
        recipe = recipe.with(part);
    }
    once(source.file_stem().unwrap().to_str().unwrap(), &recipe, |folder| {
        let [option, file] = tool.output;
        let mut command = tool.command();
        // In the source's folder, so that what a program says of its source is the bare name.
        command.current_dir(source.parent().unwrap()).args(flags);
        command.arg(source.file_name().unwrap()).arg(option).arg(folder.join(file));
        let output = command.stdin(Stdio::null()).output()?;
        match output.status.success() {
            true => Ok(()),
            false => Err(format!("it does not build: {}", shown(&output)).into()),
        }
    })
}

/// Runs what was built, here and, where emscripten made JavaScript for it, in node.
fn check(case: &Case, folder: &Path) -> Result<(), Failed> {
    let expected = &case.expected;
    let data = tempfile::tempdir()?;
    let tmp = data.path().to_string_lossy();
    let mut ours = wasm_broker();
    ours.arg(folder.join("module.wasm"));
    ours.args(expected.words.iter().map(|word| word.replace("$TMP", &tmp)));
    let output = run(&mut ours, &expected.stdin)?;
    expected.agrees("wasm-broker", &output)?;
    expected.agrees_in_stderr(&output)?;
    let script = folder.join("module.js");
    if expected.not_in_node.is_some() || !script.is_file() {
        return Ok(());
    }
    let prelude = data.path().join("prelude.cjs");
    std::fs::write(&prelude, PRELUDE)?;
    let mut node = Command::new("node");
    node.arg("--require").arg(prelude).arg(script);
    node.args(expected.words.iter().skip_while(|word| *word != "--").skip(1));
    expected.agrees("node", &run(&mut node, &expected.stdin)?)
}
