//! Modules that real toolchains make, built now and run by the command line.
//!
//! A case is a source file `tests/real/NAME.{c,cpp,ts}`. The comment on its top says why it is
//! there and then, line by line, what is done with it:
//!
//! ```text
//! // build: em++ -O2              a way to build it; a case has one or more, each is a test
//! // run: --env A=b -- one two    what stands behind the module on the command line; $TMP is a
//! //                              folder that is empty at the start
//! // < a line of stdin
//! // exit: 7                      how it ends; 0 if nothing is said
//! // > a line of stdout           all of them
//! // ! part of stderr             each must be there; if none is said, stderr is empty
//! // node: no, WHY                what emcc made is not run by node too; else it is, and must
//! //                              end and print likewise
//! ```
//!
//! A tool that is not on this machine is named, and its tests are shown as ignored; with
//! `WASM_BROKER_REAL=require` they fail. What was built is kept in the target folder, under a
//! digest of source, command and version. Adding a case adds no Rust.
#![allow(clippy::unwrap_used, reason = "a test may panic")]
#![allow(clippy::print_stderr, reason = "it says what is skipped")]

use libtest_mimic::{Arguments, Failed, Trial};
use sha2::{Digest, Sha256};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::{Arc, OnceLock};

/// Removes `fetch` before emscripten's JavaScript looks for it: where there is one, older versions
/// believe that they are in a browser, and ask it for a file by its path.
const PRELUDE: &str = "delete globalThis.fetch;\n";
/// Where Debian keeps the node packages of emcc.
const DEBIAN_NODE_PATH: &str = "/usr/share/nodejs";

/// One source file with what its comment says.
#[derive(Default)]
struct Case {
    source: PathBuf,
    builds: Vec<String>,
    words: Vec<String>,
    stdin: String,
    exit: i32,
    stdout: String,
    stderr: Vec<String>,
    runs_in_node: bool,
}

/// A compiler.
#[derive(Clone)]
struct Tool {
    /// The words that run it.
    program: Vec<String>,
    version: String,
    /// The option that says where to write, and the name of the file to write.
    output: [&'static str; 2],
}

/// The compilers, each looked for once and only when a case asks for it.
#[derive(Default)]
struct Tools {
    emscripten: OnceLock<Result<Tool, String>>,
    zig: OnceLock<Result<Tool, String>>,
    assemblyscript: OnceLock<Result<Tool, String>>,
}

fn main() {
    let args = Arguments::from_args();
    let is_required = std::env::var("WASM_BROKER_REAL").is_ok_and(|value| value == "require");
    let tools = Tools::default();
    let mut trials = vec![Trial::test("rebuild.sh", rebuild)];
    for case in cases().into_iter().map(Arc::new) {
        let file = case.source.file_name().unwrap().to_string_lossy().into_owned();
        for build in &case.builds {
            // Only names are wanted then: nothing needs to be looked for.
            let tool = if args.list { Err(String::new()) } else { tools.of(build) };
            let is_ignored = tool.is_err() && !is_required;
            let (case, name) = (case.clone(), format!("{file}::{build}"));
            let flags = words(build).split_off(1);
            let trial =
                Trial::test(name, move || check(&case, &built(&case.source, &tool?, &flags)?));
            trials.push(trial.with_ignored_flag(is_ignored));
        }
    }
    for lock in [&tools.emscripten, &tools.zig, &tools.assemblyscript] {
        if let Some(Err(why)) = lock.get() {
            eprintln!("skipped: {why} (WASM_BROKER_REAL=require makes this a failure)");
        }
    }
    libtest_mimic::run(&args, trials).exit();
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
    let mut case = Case { source, runs_in_node: true, ..Case::default() };
    let mut is_explained = false;
    for line in text.lines().map_while(|line| line.strip_prefix("//")) {
        let line = line.strip_prefix(' ').unwrap_or(line);
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        match key {
            "build:" => case.builds.push(value.to_owned()),
            "run:" => case.words = words(value),
            "exit:" => case.exit = value.parse().unwrap(),
            "<" => case.stdin += &format!("{value}\n"),
            ">" => case.stdout += &format!("{value}\n"),
            "!" => case.stderr.push(value.to_owned()),
            "node:" => {
                assert!(value.len() > "no, ".len() && value.starts_with("no, "), "{name}: {line}");
                case.runs_in_node = false;
            }
            _ if case.builds.is_empty() => is_explained |= !line.is_empty(),
            _ => panic!("{name}: not understood: {line}"),
        }
    }
    assert!(is_explained, "{name}: says not why it is there");
    assert!(!case.builds.is_empty(), "{name}: says not how it is built");
    case
}

/// Words as a shell has them; single quotes keep what is between them.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (part_idx, part) in text.split('\'').enumerate() {
        match part_idx % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

impl Tools {
    /// The compiler that this command begins with, or why it cannot be had.
    fn of(&self, build: &str) -> Result<Tool, String> {
        match build.split_whitespace().next() {
            Some(name @ ("emcc" | "em++")) => {
                let tool = self.emscripten.get_or_init(emscripten).clone()?;
                Ok(Tool { program: vec![name.to_owned()], ..tool })
            }
            Some("zig") => self.zig.get_or_init(zig).clone(),
            Some("asc") => self.assemblyscript.get_or_init(assemblyscript).clone(),
            _ => panic!("no compiler is known that is run like this: {build}"),
        }
    }
}

/// Both emscripten and AssemblyScript need it.
fn find_node() -> Result<(), String> {
    let version = said(Command::new("node").arg("--version"));
    version.map(|_| ()).map_err(|_| "node is not installed".to_owned())
}

fn emscripten() -> Result<Tool, String> {
    find_node()?;
    let version = said(with_node_path(Command::new("em++").arg("--version")))
        .map_err(|_| "emscripten is not installed".to_owned())?;
    Ok(Tool { program: Vec::new(), version, output: ["-o", "module.js"] })
}

fn zig() -> Result<Tool, String> {
    let ways: [&[&str]; 2] = [&["zig"], &["python3", "-m", "ziglang"]];
    let found = ways.into_iter().find_map(|way| {
        let version = said(Command::new(way[0]).args(&way[1..]).arg("version")).ok()?;
        let program = way.iter().map(ToString::to_string).collect();
        Some(Tool { program, version, output: ["-o", "module.wasm"] })
    });
    found.ok_or_else(|| "zig is not installed".to_owned())
}

/// The version that the examples are made with, fetched once.
fn assemblyscript() -> Result<Tool, String> {
    find_node()?;
    let pins = include_str!("../examples/toolchain.sh");
    let (_, rest) = pins.split_once("ASSEMBLYSCRIPT_VERSION=").unwrap();
    let version = rest.split_whitespace().next().unwrap().to_owned();
    let folder = kept().join(format!("assemblyscript-{version}"));
    let program = folder.join("node_modules/assemblyscript/bin/asc.js");
    if !program.is_file() {
        std::fs::create_dir_all(&folder).map_err(|cause| cause.to_string())?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        said(npm.arg(format!("assemblyscript@{version}")))
            .map_err(|_| format!("npm could not fetch assemblyscript {version}"))?;
    }
    let program = vec!["node".to_owned(), program.to_string_lossy().into_owned()];
    Ok(Tool { program, version, output: ["--outFile", "module.wasm"] })
}

/// The first line that a command prints, or what is wrong with it.
fn said(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|cause| cause.to_string())?;
    match output.status.success() {
        true => Ok(shown(&output).lines().next().unwrap_or_default().to_owned()),
        false => Err(shown(&output)),
    }
}

fn with_node_path(command: &mut Command) -> &mut Command {
    match std::env::var_os("NODE_PATH") {
        None => command.env("NODE_PATH", DEBIAN_NODE_PATH),
        Some(_) => command,
    }
}

/// Where built modules are kept.
fn kept() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("real")
}

/// The folder with what this command makes of a source.
fn built(source: &Path, tool: &Tool, flags: &[String]) -> Result<PathBuf, Failed> {
    let mut digest = Sha256::new();
    digest.update(std::fs::read(source)?);
    for part in tool.program.iter().chain([&tool.version]).chain(flags) {
        digest.update(part);
        digest.update([0]);
    }
    let key: String = digest.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let folder = kept().join(format!("{}-{key}", source.file_stem().unwrap().to_str().unwrap()));
    if folder.join("module.wasm").is_file() {
        return Ok(folder);
    }
    std::fs::create_dir_all(kept())?;
    let scratch = tempfile::tempdir_in(kept())?;
    let [option, file] = tool.output;
    let mut command = Command::new(&tool.program[0]);
    // In the source's folder, so that what a program says of its source is the bare name.
    command.current_dir(source.parent().unwrap()).args(&tool.program[1..]).args(flags);
    command.arg(source.file_name().unwrap()).arg(option).arg(scratch.path().join(file));
    let output = with_node_path(&mut command).stdin(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(format!("it does not build: {}", shown(&output)).into());
    }
    // Whole or not at all: a run that is broken off leaves no half of a build. Where another run
    // was quicker, its folder stays.
    let _ = std::fs::rename(scratch.keep(), &folder);
    Ok(folder)
}

/// Runs what was built, here and, where emscripten made JavaScript for it, in node.
fn check(case: &Case, folder: &Path) -> Result<(), Failed> {
    let data = tempfile::tempdir()?;
    let tmp = data.path().to_string_lossy();
    let words: Vec<_> = case.words.iter().map(|word| word.replace("$TMP", &tmp)).collect();
    let mut ours = Command::new(env!("CARGO_BIN_EXE_wasm-broker"));
    ours.args(["run", "--color", "never", "--timeout", "60s"]);
    ours.arg(folder.join("module.wasm")).args(&words);
    for variable in ["RUST_LOG", "WASM_BROKER_LOG", "WASM_BROKER_CACHE_DIR"] {
        ours.env_remove(variable);
    }
    let output = run(&mut ours, &case.stdin)?;
    agrees("wasm-broker", case, &output)?;
    let stderr = String::from_utf8_lossy(&output.stderr);
    let missing = case.stderr.iter().find(|part| !stderr.contains(*part));
    if let Some(part) = missing {
        return Err(format!("stderr does not say `{part}`:\n{}", shown(&output)).into());
    }
    if case.stderr.is_empty() && !stderr.is_empty() {
        return Err(format!("stderr is not empty:\n{stderr}").into());
    }
    let script = folder.join("module.js");
    if !case.runs_in_node || !script.is_file() {
        return Ok(());
    }
    let prelude = data.path().join("prelude.cjs");
    std::fs::write(&prelude, PRELUDE)?;
    let mut node = Command::new("node");
    node.arg("--require").arg(prelude).arg(script);
    node.args(case.words.iter().skip_while(|word| *word != "--").skip(1));
    agrees("node", case, &run(&mut node, &case.stdin)?)
}

/// Whether a run ended and printed as its case says.
fn agrees(who: &str, case: &Case, output: &Output) -> Result<(), Failed> {
    let stdout = String::from_utf8_lossy(&output.stdout);
    match output.status.code() == Some(case.exit) && stdout == case.stdout {
        true => Ok(()),
        false => {
            let expected = format!("expected with {who}: exit {}\n{}", case.exit, case.stdout);
            Err(format!("{expected}found: {}", shown(output)).into())
        }
    }
}

fn run(command: &mut Command, stdin: &str) -> Result<Output, Failed> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // A program that ends without reading closes the pipe; that is its right.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    Ok(child.wait_with_output()?)
}

fn shown(output: &Output) -> String {
    let [stdout, stderr] =
        [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes));
    match output.status.success() {
        true => format!("{stdout}{stderr}"),
        false => format!("{}\n{stdout}{stderr}", output.status),
    }
}
