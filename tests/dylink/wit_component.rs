//! The hand-written libraries with which the crate `wit-component` tests its own linker, planned
//! and carried out by ours.
//!
//! That linker makes components: what it gives libraries beside each other's symbols (imports of
//! WIT, `[task-return]` and the like) is nothing that a link here has, and becomes a stub.
//! `wit_component.txt` says for each of its folders how it is linked and what must come of it:
//!
//! ```text
//! link-tag
//!   given: unresolved trap          functions that nobody has are stubs
//!   given: map "a.b" to "c.d"       a mapping
//!   foo: GOT.func.bar <- bar.bar (slot)
//!   instantiated
//! ```
//!
//! To bless, run with `BLESS=1`, then read the difference.

use crate::tools::keep::{Recipe, copy_files, once};
use crate::tools::suite::Suite;
use libtest_mimic::Failed;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use wasm_broker::{Broker, LinkBuilder, Module, Unresolved, run_on_guest_thread};

/// The one version that the expectations are for.
const VERSION: &str = "0.263.0";
/// What is in the text file.
const EXPECTED: &str = "tests/dylink/wit_component.txt";
/// How a line begins that says how a folder is linked.
const GIVEN: &str = "given: ";
/// A main that has nothing of its own, since theirs have none.
const MAIN: &str = r#"(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__memory_base" (global i32)))"#;
/// What every library imports.
const EVERYBODYS: [&str; 4] =
    ["env.memory", "env.__indirect_function_table", "env.__memory_base", "env.__table_base"];

pub(crate) fn add(suite: &mut Suite) {
    suite.add_with("wit-component", fetched, |root| check(&root));
}

/// The folder with its folders, or why it cannot be had.
fn fetched() -> Result<PathBuf, String> {
    let recipe = Recipe::default().with(VERSION);
    once("wit-component", &recipe, fetch)
        .map_err(|cause| cause.message().unwrap_or("the crate cannot be kept").to_owned())
}

/// Lets cargo fetch the crate, whose digest is in cargo's index, and copies the folders.
fn fetch(folder: &Path) -> Result<(), Failed> {
    let scratch = tempfile::tempdir()?;
    let manifest = scratch.path().join("Cargo.toml");
    let text = format!(
        "[package]\nname = \"fetch\"\nedition = \"2024\"\n[lib]\npath = \"lib.rs\"\n[workspace]\n\
         [dependencies]\nwit-component = {{ version = \"={VERSION}\", default-features = false }}\n"
    );
    std::fs::write(&manifest, text)?;
    std::fs::write(scratch.path().join("lib.rs"), "")?;
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1", "--manifest-path"]).arg(&manifest);
    let output = cargo.current_dir(scratch.path()).stderr(Stdio::null()).output()?;
    if !output.status.success() {
        return Err(format!("cargo could not fetch wit-component {VERSION}").into());
    }
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout)?;
    let packages = metadata["packages"].as_array().ok_or("cargo says nothing of packages")?;
    let found = packages.iter().find(|package| package["name"] == "wit-component");
    let found = found.and_then(|package| package["manifest_path"].as_str());
    let root = Path::new(found.ok_or("cargo does not say where the crate is")?).parent().unwrap();
    for case in folders(&root.join("tests/components"))? {
        let copy = folder.join(case.file_name().unwrap());
        std::fs::create_dir(&copy)?;
        copy_files(&case, &copy)?;
    }
    Ok(())
}

/// The folders that are about linking.
fn folders(root: &Path) -> Result<Vec<PathBuf>, Failed> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(root)? {
        let path = entry?.path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.split('-').any(|word| word == "link") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn check(root: &Path) -> Result<(), Failed> {
    let expected = std::fs::read_to_string(EXPECTED).unwrap_or_default();
    let (head, given) = read(&expected);
    let mut found = head;
    let folders = folders(root)?;
    assert!(folders.len() >= 32, "only {} folders were found", folders.len());
    for folder in folders {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        let given = given.get(&name).map_or(&[][..], Vec::as_slice);
        found.push_str(&format!("{name}\n"));
        for line in given {
            found.push_str(&format!("  {GIVEN}{line}\n"));
        }
        let lines = run_on_guest_thread(|| outcome(&folder, given))
            .map_err(|error| format!("{name}: {error}"))??;
        for line in lines {
            found.push_str(&format!("  {line}\n"));
        }
    }
    if std::env::var_os("BLESS").is_some() {
        return Ok(std::fs::write(EXPECTED, found)?);
    }
    let differs = found.lines().zip(expected.lines()).find(|(found, expected)| found != expected);
    match differs {
        Some((found, expected)) => {
            Err(format!("{EXPECTED} differs\n  found    {found}\n  expected {expected}").into())
        }
        None if found.len() != expected.len() => Err(format!("{EXPECTED} ends elsewhere").into()),
        None => Ok(()),
    }
}

/// The comment on top, and how each folder is linked.
fn read(text: &str) -> (String, BTreeMap<String, Vec<String>>) {
    let head = text.lines().take_while(|line| line.starts_with('#'));
    let head = head.map(|line| format!("{line}\n")).collect();
    let mut given: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut name = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("  ") {
            None => line.clone_into(&mut name),
            Some(line) => {
                let line = line.strip_prefix(GIVEN).map(str::to_owned);
                given.entry(name.clone()).or_default().extend(line);
            }
        }
    }
    (head, given)
}

/// What comes of a folder, line by line.
fn outcome(folder: &Path, given: &[String]) -> Result<Vec<String>, Failed> {
    let in_a_line = |error: wasm_broker::Error| {
        let text = error.to_string();
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with("help: "));
        lines.filter(|line| !line.starts_with("looked in: ")).collect::<Vec<_>>().join(" | ")
    };
    let planned = builder(folder, given)?.find_needed();
    let planned = planned.and_then(|builder| Ok((builder.draft()?, builder)));
    let (draft, builder) = match planned {
        Ok(planned) => planned,
        Err(error) => return Ok(vec![in_a_line(error)]),
    };
    // Where the crate keeps its files is not the same everywhere.
    let errors = draft.errors(|_| None);
    if !errors.is_empty() {
        return Ok(errors.into_iter().map(in_a_line).collect());
    }
    let mut lines = Vec::new();
    for module in draft.table().modules {
        for import in module.imports.iter().filter(|it| !EVERYBODYS.contains(&it.name.as_str())) {
            let how =
                if import.how.is_empty() { String::new() } else { format!(" ({})", import.how) };
            lines.push(format!("{}: {} <- {}{how}", module.name, import.name, import.source));
        }
    }
    lines.push(match builder.plan().and_then(|plan| plan.instantiate(())) {
        Ok(_) => "instantiated".to_owned(),
        Err(error) => in_a_line(error),
    });
    Ok(lines)
}

fn builder(folder: &Path, given: &[String]) -> Result<LinkBuilder<()>, Failed> {
    let mut builder = Broker::new()?.main("main", Module::from_bytes(MAIN.as_bytes())?);
    let mut files: Vec<_> = std::fs::read_dir(folder)?
        .map(|entry| entry.map(|it| it.path()))
        .collect::<Result<_, _>>()?;
    files.sort();
    for file in files {
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        let name = name.strip_prefix("dlopen-").unwrap_or(&name);
        let name = name.strip_prefix("lib-").and_then(|name| name.strip_suffix(".wat"));
        if let Some(name) = name {
            let library = given.iter().find_map(|line| line.strip_prefix(&format!("name {name} ")));
            // From its bytes: the errors shall not name the file.
            builder =
                builder.side(library.unwrap_or(name), Module::from_bytes(&std::fs::read(&file)?)?);
        }
    }
    for line in given {
        let words: Vec<_> = line.split_whitespace().collect();
        builder = match words.as_slice() {
            ["unresolved", "trap"] => builder.unresolved(Unresolved::Trap),
            ["map", import, "to", provider] => {
                builder.map(import.trim_matches('"'), provider.trim_matches('"'))
            }
            ["name", ..] => builder,
            other => return Err(format!("nobody knows how to give {other:?}").into()),
        };
    }
    Ok(builder)
}
