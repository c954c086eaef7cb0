//! Runs the steps of a case, each in a child process.

use crate::case::{Case, Kind, Step};
use crate::child::{self, Child, Ended};
use crate::{generate, judge};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The folder of a case inside its temporary one; what lies beside it is outside.
const INSIDE: &str = "in";
/// What stands for all modules on a command line.
const ALL: &str = "@";

/// Runs a case; says what is wrong.
pub(crate) fn run(case: &Case) -> Result<(), String> {
    let temporary = tempfile::tempdir().map_err(|cause| cause.to_string())?;
    let folder = temporary.path().join(INSIDE);
    prepare(case, &folder).map_err(|cause| format!("the files cannot be made: {cause}"))?;
    let usual = [String::new()];
    let stacks = if case.stacks.is_empty() { &usual[..] } else { &case.stacks };
    for stack in stacks {
        for step in &case.steps {
            let about = |why: String| format!("{why}\n  in {:?} {stack}", step.kind);
            run_step(case, step, &folder, stack).map_err(about)?;
        }
    }
    Ok(())
}

fn run_step(case: &Case, step: &Step, folder: &Path, stack: &str) -> Result<(), String> {
    let deadline = Duration::from_secs(case.seconds);
    let child = Child { folder, stack, rss_mib: case.rss_mib, deadline };
    match &step.kind {
        Kind::Cli(words) => {
            let ended = child.run(&program(), &command_line(case, words), &[])?;
            judge::printed(&ended)?;
            judge::program(&ended, step)
        }
        Kind::Link => answered(case, &child, "link", &[])
            .and_then(|ended| judge::answer(&ended, &step.expected, &step.says)),
        Kind::Native(name) => answered(case, &child, "native", std::slice::from_ref(name))
            .and_then(|ended| judge::answer(&ended, &step.expected, &step.says)),
        Kind::Calls(calls) => {
            let lines: Vec<_> = calls.iter().map(|(call, _)| call.clone()).collect();
            ["auto", "accessors"].iter().try_for_each(|path| {
                let ended = answered(case, &child, path, &lines)?;
                judge::answers(&ended, calls).map_err(|why| format!("{why}\n  copying by {path}"))
            })
        }
    }
}

/// This program again, as a host.
fn answered(case: &Case, child: &Child<'_>, what: &str, lines: &[String]) -> Result<Ended, String> {
    let own = std::env::current_exe().map_err(|cause| cause.to_string())?;
    let ended = child.run(&own, &[], &child::job_of(case, what, lines))?;
    judge::printed(&ended)?;
    Ok(ended)
}

fn program() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_wasm-broker"))
}

fn command_line(case: &Case, words: &[String]) -> Vec<String> {
    let mut args = Vec::new();
    for word in words {
        if word != ALL {
            args.push(word.clone());
            continue;
        }
        let mut modules = case.modules().into_iter();
        args.extend(modules.next());
        args.extend(modules.flat_map(|side| ["-s".to_owned(), side]));
    }
    args
}

fn prepare(case: &Case, folder: &Path) -> std::io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for (name, text) in &case.files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)?;
    }
    for words in &case.generated {
        let [name, generator, args @ ..] = words.as_slice() else { continue };
        let numbers: Vec<u64> = args.iter().filter_map(|arg| arg.parse().ok()).collect();
        std::fs::write(folder.join(name), generate::bytes(generator, &numbers))?;
    }
    for words in &case.setup {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["symlink", target, name] => std::os::unix::fs::symlink(target, folder.join(name))?,
            ["folder", name] => std::fs::create_dir_all(folder.join(name))?,
            ["file", name, text @ ..] => std::fs::write(folder.join(name), text.join(" "))?,
            ["zeros", name, size] => {
                let n_bytes = size.parse().expect("a number of bytes");
                std::fs::File::create(folder.join(name))?.set_len(n_bytes)?;
            }
            ["fifo", name] => {
                let made = std::process::Command::new("mkfifo").arg(folder.join(name)).status()?;
                assert!(made.success(), "mkfifo works");
            }
            other => panic!("there is no setup {other:?}"),
        }
    }
    Ok(())
}
