//! Runs `.wast` scripts for every address width; both helper crates include it.
//!
//! A script is valid `.wast` but for the lines that begin with `;;!`:
//!
//! | line                             | means                                                  |
//! |----------------------------------|--------------------------------------------------------|
//! | `;;! parameters main side`       | run once per combination of these two widths           |
//! | `;;! parameters main=32`         | the same, but `main` is 32 bits wide in all of them    |
//! | `;;! module $b bridge main side` | here comes the helper `bridge` for these widths, `$b`  |
//!
//! In a script, as in a helper, `i32.const(;main;)` depends on a width (see `build/variant.rs`);
//! `size` is wide where all parameters are. The first line is a comment that says what the script
//! is for.

use std::{fmt::Write as _, fs, path::Path};

use wasmtime::{Config, Engine, ExternType, Module};
use wasmtime_wast::{Async, WastContext};

#[path = "../../build/variant.rs"]
mod variant;

pub(crate) use variant::variant;

/// The name and value of width parameters; true is wide.
type Widths<'a> = Vec<(&'a str, bool)>;

/// Runs every `.wast` file of `folder`, and counts the runs: one per combination of widths.
///
/// `helper(name, widths)` gives a helper as [`binary_fields`] does.
pub(crate) fn run_folder(
    folder: &Path,
    engine: &Engine,
    helper: &dyn Fn(&str, &[bool]) -> String,
) -> usize {
    let mut n_runs = 0;
    let mut failures = Vec::new();
    for entry in fs::read_dir(folder).expect("the folder of the scripts exists") {
        let path = entry.expect("the folder is readable").path();
        if path.extension().is_none_or(|extension| extension != "wast") {
            continue;
        }
        let script = fs::read_to_string(&path).expect("a script is readable text");
        assert!(
            script.starts_with(";; "),
            "{} does not begin with a comment that states its purpose",
            path.display()
        );
        for widths in combinations(&script) {
            n_runs += 1;
            let text = expand(&script, &widths, helper);
            let mut context = WastContext::new(engine, Async::No, |_| ());
            if let Err(error) = context.run_wast(&path.display().to_string(), text.as_bytes()) {
                failures.push(format!("{widths:?}: {error:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n\n"));
    n_runs
}

/// An engine as the broker configures it for the helpers.
pub(crate) fn engine(multi_memory: bool) -> Engine {
    let mut config = Config::new();
    config.wasm_multi_memory(multi_memory).wasm_memory64(true);
    Engine::new(&config).expect("the configuration is valid")
}

/// A module, given as bytes, as what follows its name in a script. It is one line, as the directive
/// was, so that line numbers in errors stay true.
pub(crate) fn binary_fields(bytes: &[u8]) -> String {
    let mut fields = String::from("binary \"");
    for byte in bytes {
        write!(fields, "\\{byte:02x}").expect("writing to a string cannot fail");
    }
    fields.push_str("\")");
    fields
}

/// Every combination of widths that `script` asks to be run with.
fn combinations(script: &str) -> Vec<Widths<'_>> {
    let mut combinations = vec![Vec::new()];
    for directive in script.lines().filter_map(|line| line.strip_prefix(";;! ")) {
        let mut words = directive.split_whitespace();
        match words.next() {
            Some("parameters") => {
                for word in words {
                    combinations = with_parameter(combinations, word);
                }
            }
            Some("module") => {}
            _ => panic!("unknown directive `;;! {directive}`"),
        }
    }
    combinations
}

/// Multiplies the combinations by the widths that `word`, as `main` or `main=32`, allows.
fn with_parameter<'a>(combinations: Vec<Widths<'a>>, word: &'a str) -> Vec<Widths<'a>> {
    let (name, allowed): (_, &[bool]) = match word.split_once('=') {
        Some((name, "32")) => (name, &[false]),
        Some((name, "64")) => (name, &[true]),
        Some(_) => panic!("`{word}` is neither `=32` nor `=64`"),
        None => (word, &[false, true]),
    };
    let mut longer = Vec::new();
    for widths in combinations {
        for is_wide in allowed {
            longer.push([widths.as_slice(), &[(name, *is_wide)]].concat());
        }
    }
    longer
}

/// The script for one combination: helpers in place, markers exchanged, same number of lines.
fn expand(script: &str, widths: &Widths, helper: &dyn Fn(&str, &[bool]) -> String) -> String {
    let width_of = |parameter: &str| {
        let found = widths.iter().find(|(name, _)| *name == parameter);
        found.unwrap_or_else(|| panic!("`{parameter}` is no parameter of the script")).1
    };
    let mut lines = Vec::new();
    for line in script.lines() {
        if let Some(module) = line.strip_prefix(";;! module ") {
            let mut words = module.split_whitespace();
            let name = words.next().expect("a module directive gives the module a name");
            let source = words.next().expect("a module directive names a helper");
            let fields = helper(source, &words.map(width_of).collect::<Vec<_>>());
            lines.push(format!("(module {name} {fields}"));
        } else {
            lines.push(line.to_owned());
        }
    }
    let mut with_size = widths.clone();
    with_size.push(("size", widths.iter().all(|(_, is_wide)| *is_wide)));
    variant(&lines.join("\n"), &with_size).expect("the script's markers are right")
}

/// The imports and exports of a module, binary or text, with their types.
pub(crate) fn interface(engine: &Engine, module: impl AsRef<[u8]>) -> Vec<String> {
    let module = Module::new(engine, module).expect("it is valid");
    let type_name = |item: ExternType| match item {
        ExternType::Func(function) => function.to_string(),
        other => format!("{other:?}"),
    };
    let imports =
        module.imports().map(|i| format!("{}.{} {}", i.module(), i.name(), type_name(i.ty())));
    let exports = module.exports().map(|e| format!("{} {}", e.name(), type_name(e.ty())));
    imports.chain(exports).collect()
}
