//! What the tests with foreign tools share: they look for a tool once, keep what it built, name
//! what is missing, and judge a run by what a case says of it.
//!
//! A tool that is not on this machine, or a package that cannot be fetched, is named, and its tests
//! are shown as ignored; with `WASM_BROKER_REAL=require` they fail. What was built or fetched is
//! kept in the target folder, under a digest of all that it was made from.
#![allow(dead_code, reason = "each test uses its own part of this")]

pub(crate) mod expected;
pub(crate) mod find;
pub(crate) mod keep;
pub(crate) mod packages;
pub(crate) mod suite;

use libtest_mimic::Failed;
use std::io::Write as _;
use std::process::{Command, Output, Stdio};

/// What a failure shows of each stream: enough for the first errors of a link.
const MAX_SHOWN_BYTES: usize = 4000;

/// Words as a shell has them; single quotes keep what is between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for (part_idx, part) in text.split('\'').enumerate() {
        match part_idx % 2 {
            0 => words.extend(part.split_whitespace().map(str::to_owned)),
            _ => words.push(part.to_owned()),
        }
    }
    words
}

/// The first line that a command prints, or what is wrong with it.
pub(crate) fn said(command: &mut Command) -> Result<String, String> {
    let output = command.stdin(Stdio::null()).output().map_err(|cause| cause.to_string())?;
    match output.status.success() {
        true => Ok(shown(&output).lines().next().unwrap_or_default().to_owned()),
        false => Err(shown(&output)),
    }
}

/// Runs a command to its end.
pub(crate) fn run(command: &mut Command, stdin: &str) -> Result<Output, Failed> {
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // A program that ends without reading closes the pipe; that is its right.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    Ok(child.wait_with_output()?)
}

/// `wasm-broker run`, with nothing of this machine's settings.
pub(crate) fn wasm_broker() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasm-broker"));
    command.args(["run", "--color", "never", "--timeout", "60s"]);
    for variable in ["RUST_LOG", "WASM_BROKER_LOG", "WASM_BROKER_CACHE_DIR"] {
        command.env_remove(variable);
    }
    command
}

/// How a run ended and what it printed; of a long text, the beginning.
pub(crate) fn shown(output: &Output) -> String {
    let [stdout, stderr] = [&output.stdout, &output.stderr].map(|bytes| {
        let n_bytes = bytes.len().min(MAX_SHOWN_BYTES);
        let rest = if n_bytes < bytes.len() { "… and more\n" } else { "" };
        format!("{}{rest}", String::from_utf8_lossy(&bytes[..n_bytes]))
    });
    match output.status.success() {
        true => format!("{stdout}{stderr}"),
        false => format!("{}\n{stdout}{stderr}", output.status),
    }
}
