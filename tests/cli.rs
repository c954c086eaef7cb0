//! The command line, case by case: what is typed, what is printed, how it ends.
//!
//! A case is a file `cli/<name>.txt`, run in `cli/inputs/`, or a folder `cli/<name>/` with a
//! `case.txt` and its own inputs, run there. In a case:
//!
//! ```text
//! # The purpose of the case.
//! $ NO_COLOR=1 wasm-broker plan 'main file.wat' < FILE
//! ? 0
//! > a line of stdout
//! ! a line of stderr
//! ```
//!
//! `[..]` stands for any text within a line, a line `...` for any lines, `␛` for the escape
//! character; `| closed` after a command gives it a stdout that nobody reads. `BLESS=1` writes what
//! was seen into the cases: review the diff. Adding a case adds no Rust.

use snapbox::{Assert, IntoData};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const PROGRAM: &str = "wasm-broker";
/// Variables of the machine that would change what is printed.
const FOREIGN_VARIABLES: [&str; 10] = [
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "COLUMNS",
    "NO_COLOR",
    "RUST_BACKTRACE",
    "RUST_LOG",
    "TERM",
    "WASMTIME_BACKTRACE_DETAILS",
    "WASM_BROKER_CACHE_DIR",
    "WASM_BROKER_LOG",
];

/// One file of commands with what they print.
struct Case {
    path: PathBuf,
    work_dir: PathBuf,
}

/// One command of a case as it was typed.
#[derive(Default)]
struct Typed {
    variables: Vec<(String, String)>,
    args: Vec<String>,
    stdin: Option<String>,
    is_stdout_closed: bool,
}

#[test]
fn every_case_prints_what_it_says() {
    let cases = cases();
    assert!(cases.len() >= 20, "only {} cases were found", cases.len());
    let failures: Vec<String> = cases.iter().filter_map(|case| check(case).err()).collect();
    assert!(failures.is_empty(), "{} cases fail\n{}", failures.len(), failures.join("\n"));
}

/// All cases in the order of their names.
fn cases() -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    let entries = std::fs::read_dir(&root).expect("tests/cli is part of the repository");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("its entries are readable").path()).collect();
    paths.sort();
    let inputs = root.join("inputs");
    let case = |path: PathBuf| match path.is_dir() {
        true => Case { path: path.join("case.txt"), work_dir: path },
        false => Case { path, work_dir: inputs.clone() },
    };
    paths.into_iter().filter(|path| *path != inputs).map(case).collect()
}

fn check(case: &Case) -> Result<(), String> {
    let name = case.path.display().to_string();
    let expected =
        std::fs::read_to_string(&case.path).map_err(|cause| format!("{name}: {cause}"))?;
    if !expected.starts_with("# ") {
        return Err(format!("{name}: the first line must say the purpose: `# …`"));
    }
    let mut actual = String::new();
    for line in expected.lines().filter(|line| line.is_empty() || line.starts_with(['#', '$'])) {
        actual.push_str(line);
        actual.push('\n');
        if let Some(command) = line.strip_prefix("$ ") {
            actual.push_str(&transcript(case, &typed(command)));
        }
    }
    // Backslashes are escapes here, never paths.
    let assert = Assert::new().normalize_paths(false);
    let difference =
        assert.try_eq(Some(&name), actual.clone().into_data().raw(), expected.into_data());
    match difference {
        Ok(()) => Ok(()),
        // Only where it differs, so that wildcards which still fit stay.
        Err(_) if std::env::var_os("BLESS").is_some() => {
            std::fs::write(&case.path, actual).map_err(|cause| format!("{name}: {cause}"))
        }
        Err(difference) => Err(format!("{name}\n{difference}")),
    }
}

/// Runs one command and writes down how it ended and what it printed.
fn transcript(case: &Case, typed: &Typed) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wasm-broker"));
    for variable in FOREIGN_VARIABLES {
        command.env_remove(variable);
    }
    command.current_dir(&case.work_dir).args(&typed.args);
    command.envs(typed.variables.iter().map(|(name, value)| (name, value)));
    command.stdin(match &typed.stdin {
        Some(file) => {
            let path = case.work_dir.join(file);
            std::fs::File::open(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display())).into()
        }
        None => Stdio::null(),
    });
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    if typed.is_stdout_closed {
        let (reader, writer) = std::io::pipe().expect("the system has pipes");
        // Before the program starts, so that not even its first byte finds a reader.
        drop(reader);
        command.stdout(writer);
    }
    let output = command.spawn().and_then(|child| child.wait_with_output());
    let output = output.expect("the program was built for this test");
    let status = output.status.code().map_or("a signal".to_owned(), |code| code.to_string());
    let mut text = format!("? {status}\n");
    for (mark, bytes) in [('>', &output.stdout), ('!', &output.stderr)] {
        for line in String::from_utf8_lossy(bytes).lines() {
            let line = format!("{mark} {}", line.replace('\u{1b}', "␛"));
            writeln!(text, "{}", line.trim_end()).expect("a String takes everything");
        }
    }
    text
}

/// Takes a command line apart: variables, the program, its arguments, redirections.
fn typed(command: &str) -> Typed {
    let mut typed = Typed::default();
    let mut words = words(command).into_iter().peekable();
    while let Some(word) = words.next_if(|word| word != PROGRAM) {
        let (name, value) = word.split_once('=').expect("only variables stand before the program");
        typed.variables.push((name.to_owned(), value.to_owned()));
    }
    assert_eq!(words.next().as_deref(), Some(PROGRAM), "{command}");
    while let Some(word) = words.next() {
        match word.as_str() {
            "<" => typed.stdin = words.next(),
            "|" => typed.is_stdout_closed = words.next().as_deref() == Some("closed"),
            _ => typed.args.push(word),
        }
    }
    typed
}

/// Words as a shell has them; single quotes keep what is between them.
fn words(command: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    for (part_idx, part) in command.split('\'').enumerate() {
        if part_idx % 2 == 1 {
            word.get_or_insert_default().push_str(part);
            continue;
        }
        for c in part.chars() {
            match c {
                ' ' => words.extend(word.take()),
                c => word.get_or_insert_default().push(c),
            }
        }
    }
    words.extend(word);
    words
}

#[test]
fn a_command_is_taken_apart_as_a_shell_would() {
    let found = typed("A=b wasm-broker run 'a b' '' x'y z' -- -5 < in.wat | closed");
    assert_eq!(found.variables, [("A".to_owned(), "b".to_owned())]);
    assert_eq!(found.args, ["run", "a b", "", "xy z", "--", "-5"]);
    assert_eq!(found.stdin.as_deref(), Some("in.wat"));
    assert!(found.is_stdout_closed);
}
