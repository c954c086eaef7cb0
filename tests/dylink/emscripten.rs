//! Emscripten's own tests of dynamic linking, read and built where Debian installed them.
//!
//! `emscripten.py` lets emscripten's own harness build each, and run it in node; here the same
//! modules are run, and must print what the test expects and what node printed. `emscripten.txt`
//! lists all of them, with what is different here:
//!
//! ```text
//! core0.test_dylink_floats       MODULE.TEST; as in node
//! core0.test_dylink_jslib        with what stands below it, instead of what it expects
//!   exit: 1                      as `tests/tools/expected.rs` has it
//!   ! part of stderr
//!   prints: TEXT                 part of stdout
//!   only: 1, WHY                 of several runs, the first ones
//! core0.test_dylink_zlib         not run
//!   no: WHY
//! ```

use crate::tools::expected::Expected;
use crate::tools::find::{Tool, Tools, emscripten_tests, with_node_path};
use crate::tools::keep::{Recipe, once};
use crate::tools::suite::Suite;
use crate::tools::{run, shown, wasm_broker};
use libtest_mimic::Failed;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

/// What drives emscripten's harness.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/dylink/emscripten.py");
const LIST: &str = include_str!("emscripten.txt");

/// One test of emscripten's.
#[derive(Default)]
struct Case {
    name: String,
    /// Why it is not run.
    no: Option<String>,
    /// How many of its runs are meant.
    n_runs: Option<usize>,
    /// What it prints here, if that is not what it prints in node.
    prints: Vec<String>,
    expected: Expected,
    is_different: bool,
}

/// Where it is, and with what it is built.
#[derive(Clone)]
struct Place {
    tests: PathBuf,
    compiler: Tool,
}

/// Adds all of them.
pub(crate) fn add(suite: &mut Suite, tools: &Arc<Tools>) {
    let cases = cases();
    let place = |tools: Arc<Tools>| {
        move || Ok(Place { tests: emscripten_tests()?, compiler: tools.of("emcc")? })
    };
    let names: Vec<_> = cases.iter().map(|case| case.name.clone()).collect();
    suite.add_with("emscripten::every test is listed", place(tools.clone()), move |place| {
        check_list(&place, &names)
    });
    for case in cases.into_iter().filter(|case| case.no.is_none()) {
        let name = format!("emscripten::{}", case.name);
        suite.add_with(&name, place(tools.clone()), move |place| check(&case, &place));
    }
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let Some(said) = line.strip_prefix("  ") else {
            cases.push(Case { name: line.to_owned(), ..Case::default() });
            continue;
        };
        let case = cases.last_mut().expect("a test stands above what is said of it");
        match said.split_once(": ") {
            Some(("no", why)) => case.no = Some(why.to_owned()),
            Some(("only", said)) => {
                let (n_runs, why) = said.split_once(", ").expect("it says why");
                assert!(!why.is_empty());
                case.n_runs = Some(n_runs.parse().unwrap());
            }
            Some(("prints", text)) => case.prints.push(text.to_owned()),
            Some(("run", _)) => assert!(case.expected.take(said, &case.name)),
            _ => {
                assert!(case.expected.take(said, &case.name), "not understood: {line}");
                case.is_different = true;
            }
        }
    }
    cases
}

/// Every test of the package that is about dynamic linking stands in the list.
fn check_list(place: &Place, listed: &[String]) -> Result<(), Failed> {
    let output = script(place).arg("list").output()?;
    if !output.status.success() {
        return Err(shown(&output).into());
    }
    let names = String::from_utf8(output.stdout)?;
    let missing: Vec<_> =
        names.lines().filter(|it| !listed.iter().any(|name| name == it)).collect();
    match (missing.is_empty(), names.lines().count() > 50) {
        (true, true) => Ok(()),
        (true, false) => Err(format!("too few tests were found:\n{names}").into()),
        _ => Err(format!("emscripten.txt has no line for {}", missing.join(", ")).into()),
    }
}

fn script(place: &Place) -> Command {
    let mut command = Command::new("python3");
    command.args([SCRIPT.as_ref(), place.tests.as_os_str()]);
    with_node_path(&mut command);
    command
}

/// The folder with what a test built, and with what node printed.
fn recorded(case: &Case, place: &Place) -> Result<PathBuf, Failed> {
    let recipe = Recipe::default().with(&case.name).with(&place.compiler.version);
    let recipe = recipe.with_file(SCRIPT.as_ref())?;
    once(&case.name, &recipe, |folder| {
        let output = script(place).arg("record").arg(&case.name).arg(folder).output()?;
        match output.status.success() {
            true => Ok(()),
            false => Err(format!("it fails in node: {}", shown(&output)).into()),
        }
    })
}

/// Runs all programs of a test.
fn check(case: &Case, place: &Place) -> Result<(), Failed> {
    let folder = recorded(case, place)?;
    let text = std::fs::read_to_string(folder.join("runs.json"))?;
    let runs: Vec<serde_json::Value> = serde_json::from_str(&text)?;
    if runs.is_empty() {
        return Err("it runs nothing".into());
    }
    for run in &runs[..case.n_runs.unwrap_or(runs.len())] {
        check_run(case, &folder, run).map_err(|failed| {
            let why = failed.message().unwrap_or_default();
            Failed::from(format!("run {} of {}: {why}", run["folder"], runs.len()))
        })?;
    }
    Ok(())
}

fn check_run(case: &Case, folder: &Path, recorded: &serde_json::Value) -> Result<(), Failed> {
    let text = |key: &str| recorded[key].as_str().unwrap_or_default();
    let mut ours = wasm_broker();
    ours.current_dir(folder.join(text("folder"))).arg(text("main"));
    ours.args(&case.expected.words);
    let args = recorded["args"].as_array().into_iter().flatten().filter_map(|arg| arg.as_str());
    if recorded["args"].as_array().is_some_and(|args| !args.is_empty()) {
        ours.arg("--").args(args);
    }
    let output = run(&mut ours, "")?;
    let stdout = String::from_utf8_lossy(&output.stdout);
    if let Some(part) = case.prints.iter().find(|part| !stdout.contains(*part)) {
        return Err(format!("stdout does not say `{part}`:\n{}", shown(&output)).into());
    }
    if case.is_different {
        case.expected.agrees("wasm-broker", &output)?;
        return case.expected.agrees_in_stderr(&output);
    }
    agrees(recorded, &output, case.prints.is_empty())
}

/// Whether a run ended as the test wants it, and printed what node printed.
fn agrees(
    recorded: &serde_json::Value,
    output: &Output,
    prints_the_same: bool,
) -> Result<(), Failed> {
    let fails = recorded["fails"].as_bool() == Some(true);
    if output.status.success() == fails {
        return Err(format!(
            "it has to {}: {}",
            if fails { "fail" } else { "succeed" },
            shown(output)
        )
        .into());
    }
    let (stdout, of_node) = (&output.stdout, recorded["stdout"].as_str().unwrap_or_default());
    let stdout = without_addresses(&String::from_utf8_lossy(stdout));
    let expected = recorded["expected"].as_array().into_iter().flatten();
    let expected: Vec<_> = expected.filter_map(|it| it.as_str()).collect();
    let is_one_of_many = expected.len() > 1 && expected.iter().any(|it| stdout.contains(it));
    match !prints_the_same || is_one_of_many || stdout == without_addresses(of_node) {
        true => Ok(()),
        false => Err(format!("node prints:\n{of_node}found: {}", shown(output)).into()),
    }
}

/// A text with `0x…` for every address: where things lie is nobody's promise.
fn without_addresses(text: &str) -> String {
    let mut parts = text.split("0x");
    let mut result = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        result += "0x…";
        result += part.trim_start_matches(|digit: char| digit.is_ascii_hexdigit());
    }
    result
}
