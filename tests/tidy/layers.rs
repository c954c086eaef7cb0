//! "Who may use whom" of the architecture as data, checked against every path in the code.
//!
//! To add a module: its name in the `modules` of one layer. To bend a rule: an [`Exception`] with
//! the reason; one that nothing needs any more is a finding too. Test code is free: what a test of
//! the plan uses does not get into the plan.

use crate::lexer::{Token, product_tokens};
use crate::rust_paths::{RustPath, module_of, rust_paths};
use crate::tree::{SourceFile, assert_none, files, read};

/// What the code of one folder, or of some modules in it, may use.
struct Layer {
    name: &'static str,
    /// The folder, or the one file.
    folder: &'static str,
    /// The first segments below `folder` that belong to the layer; none = everything there.
    modules: &'static [&'static str],
    /// What of the same crate it may use, besides itself; none = everything.
    may_use: Option<&'static [&'static str]>,
    /// Which other crates it may use, ours among them.
    crates: &'static [&'static str],
    /// Which modules of `std` it may not use.
    not_std: &'static [&'static str],
}

/// One place that may do what its layer may not.
struct Exception {
    file: &'static str,
    path: &'static str,
    reason: &'static str,
}

/// What makes a result depend on more than the input.
const OUTSIDE: &[&str] = &["env", "fs", "net", "os", "process", "thread", "time"];
/// The same where a span of time is only carried about as a number.
const OUTSIDE_BUT_TIME: &[&str] = &["env", "fs", "net", "os", "process", "thread"];

const LAYERS: &[Layer] = &[
    Layer {
        name: "L0 words",
        folder: "broker/src/",
        modules: &["names", "ids", "sig", "limits", "error"],
        may_use: Some(&["names", "ids", "sig", "limits", "error"]),
        crates: &["thiserror"],
        not_std: OUTSIDE_BUT_TIME,
    },
    Layer {
        name: "L1 facts",
        folder: "broker/src/",
        modules: &["facts"],
        may_use: Some(&["names", "ids", "sig", "limits", "error"]),
        crates: &["wasmparser", "gimli"],
        not_std: OUTSIDE,
    },
    Layer {
        name: "L2 plan",
        folder: "broker/src/",
        modules: &["plan"],
        may_use: Some(&["names", "ids", "sig", "limits", "error", "facts"]),
        crates: &["indexmap", "strsim"],
        not_std: OUTSIDE,
    },
    Layer {
        name: "L3 helper",
        folder: "broker/src/",
        modules: &["helper"],
        may_use: Some(&[
            "names",
            "ids",
            "sig",
            "limits",
            "error",
            "facts",
            // The description of a helper, with the two types inside it.
            "plan::HelperSpec",
            "plan::ForwardTarget",
            "plan::Integers",
            "plan::Lift",
        ]),
        crates: &["accessor_wat", "bridge_wat", "wasmparser", "wasm_encoder"],
        not_std: OUTSIDE,
    },
    Layer {
        name: "L4 engine",
        folder: "broker/src/",
        modules: &["engine"],
        may_use: Some(&[
            "names",
            "ids",
            "sig",
            "limits",
            "error",
            "facts",
            "plan",
            "helper",
            "module",
            "files",
            "libraries",
        ]),
        crates: &["wasmtime", "wasmtime_wasi", "tokio", "wiggle", "tracing", "rayon"],
        not_std: &["net", "process"],
    },
    Layer {
        name: "edge",
        folder: "broker/src/",
        modules: &["manifest", "files", "libraries", "listing", "module"],
        may_use: Some(&[
            "names", "ids", "sig", "limits", "error", "facts", "plan", "manifest", "files",
            "module",
        ]),
        crates: &["serde", "toml", "sha2", "fs_err", "schemars"],
        not_std: &["env", "net", "process", "thread"],
    },
    Layer {
        name: "the face of the library",
        folder: "broker/src/",
        modules: &["lib", "broker"],
        may_use: None,
        crates: &[],
        not_std: &["net", "process", "thread"],
    },
    Layer {
        name: "L5 faces",
        folder: "broker/src/",
        modules: &["registry"],
        may_use: Some(&[
            "names", "sig", "limits", "error", "facts", "plan", "module", "engine", "broker",
        ]),
        crates: &[],
        not_std: &["env", "fs", "net", "os", "process"],
    },
    Layer {
        name: "the command line",
        folder: "src/",
        modules: &[],
        may_use: None,
        crates: &[
            "wasm_broker",
            "anstream",
            "annotate_snippets",
            "anyhow",
            "clap",
            "clap_complete",
            "comfy_table",
            "indicatif",
            "jiff",
            "plotters",
            "serde",
            "serde_json",
            "tracing_subscriber",
        ],
        not_std: &["net"],
    },
    Layer {
        name: "accessor-wat",
        folder: "accessor-wat/src/",
        modules: &[],
        may_use: None,
        crates: &[],
        not_std: OUTSIDE,
    },
    Layer {
        name: "bridge-wat",
        folder: "bridge-wat/src/",
        modules: &[],
        may_use: None,
        crates: &[],
        not_std: OUTSIDE,
    },
    Layer {
        name: "the assembling of accessor-wat",
        folder: "accessor-wat/build",
        modules: &[],
        may_use: None,
        crates: &["wat"],
        not_std: &["net"],
    },
    Layer {
        name: "the assembling of bridge-wat",
        folder: "bridge-wat/build",
        modules: &[],
        may_use: None,
        crates: &["wat"],
        not_std: &["net"],
    },
];

/// In the order of the files.
const EXCEPTIONS: &[Exception] = &[
    Exception {
        file: "broker/src/engine/emscripten.rs",
        path: "getrandom",
        reason: "`getentropy` of a guest needs the randomness of the host",
    },
    Exception {
        file: "broker/src/engine/emscripten/calendar.rs",
        path: "jiff",
        reason: "the calendar and time zones, which nobody should write by hand",
    },
    Exception {
        file: "broker/src/engine/emscripten/program.rs",
        path: "jiff",
        reason: "the time zone of a program is kept once it is known",
    },
    Exception {
        file: "broker/src/facts.rs",
        path: "indexmap",
        reason: "named sections keep the order of the file and are looked up by name",
    },
    Exception {
        file: "broker/src/facts/sections.rs",
        path: "indexmap",
        reason: "fills the maps of facts.rs while it reads",
    },
    Exception {
        file: "broker/src/facts/print.rs",
        path: "rustc_demangle",
        reason: "names of functions are shown to people as they wrote them",
    },
    Exception {
        file: "broker/src/facts/print.rs",
        path: "cpp_demangle",
        reason: "names of functions are shown to people as they wrote them",
    },
    Exception {
        file: "broker/src/listing.rs",
        path: "wasmprinter",
        reason: "the line of WAT under an error is printed by the tools' own printer",
    },
    Exception {
        file: "broker/src/manifest/entries.rs",
        path: "indexmap",
        reason: "sides load in the order in which the manifest lists them",
    },
    Exception {
        file: "broker/src/manifest/wasi.rs",
        path: "indexmap",
        reason: "variables reach the guest in the order in which the manifest lists them",
    },
    Exception {
        file: "broker/src/manifest/report.rs",
        path: "strsim",
        reason: "did-you-mean for a misspelt key of the manifest",
    },
    Exception {
        file: "broker/src/module.rs",
        path: "wat",
        reason: "text modules become bytes where they are read, with line information",
    },
    Exception {
        file: "broker/src/plan/wire.rs",
        path: "serde",
        reason: "the wire twin of the plan is the one file that is about its JSON",
    },
    Exception {
        file: "broker/src/plan/wire.rs",
        path: "serde_json",
        reason: "the wire twin of the plan is the one file that is about its JSON",
    },
];

/// Every path that its layer may not use, and every exception that nothing needs.
fn breaches(files: &[SourceFile], crates: &[String], exceptions: &[Exception]) -> Vec<String> {
    let mut used = vec![false; exceptions.len()];
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| file.has_extension(&["rs"]) && !file.is_test()) {
        let Some(layer) = layer_of(&file.path) else {
            if file.path.starts_with("broker/src/") {
                findings.push(format!("{} is in no layer", file.path));
            }
            continue;
        };
        for path in paths_of(file, layer) {
            let Some(why) = breach(layer, &path, crates) else { continue };
            let is_meant = |it: &Exception| file.path == it.file && path.starts_with(it.path);
            match exceptions.iter().position(is_meant) {
                Some(idx) => used[idx] = true,
                None => {
                    let shown = path.segments.join("::");
                    let line = path.line;
                    findings.push(format!("{}:{line}: `{shown}`: {why}", file.path));
                }
            }
        }
    }
    let unused = exceptions.iter().zip(used).filter(|(_, used)| !used);
    findings.extend(unused.map(|(it, _)| {
        format!("{}: the exception for `{}` is not needed: {}", it.file, it.path, it.reason)
    }));
    findings
}

fn layer_of(path: &str) -> Option<&'static Layer> {
    LAYERS.iter().find(|layer| {
        let Some(below) = path.strip_prefix(layer.folder) else { return false };
        let first = below.split('/').next().unwrap_or(below).trim_end_matches(".rs");
        layer.modules.is_empty() || layer.modules.contains(&first)
    })
}

fn paths_of(file: &SourceFile, layer: &Layer) -> Vec<RustPath> {
    let tokens = product_tokens(file.text().unwrap_or_default());
    rust_paths(&tokens, &module_of(&file.path[layer.folder.len()..]))
}

/// Why the layer may not use the path.
fn breach(layer: &Layer, path: &RustPath, crates: &[String]) -> Option<String> {
    let (first, rest) = path.segments.split_first()?;
    match (first.as_str(), layer.may_use) {
        ("crate", None) => None,
        ("crate", Some(may_use)) => {
            let module = rest.first()?;
            let is_own = layer.modules.contains(&module.as_str());
            let is_allowed = may_use.iter().any(|it| path.starts_with(&format!("crate::{it}")));
            (!is_own && !is_allowed).then(|| match module.chars().next() {
                Some(c) if c.is_uppercase() => "name the module it comes from".to_owned(),
                _ => format!("{} may not use it", layer.name),
            })
        }
        ("std", _) => {
            let is_outside = layer.not_std.contains(&rest.first()?.as_str());
            is_outside.then(|| format!("{} depends on nothing outside the program", layer.name))
        }
        // The library's own face may use what the library uses.
        ("wasm_broker", _) if layer.folder == "broker/src/" => None,
        _ => {
            let is_foreign = crates.contains(first) && !layer.crates.contains(&first.as_str());
            is_foreign.then(|| format!("{} may not use the crate", layer.name))
        }
    }
}

/// Types of wasmparser in what `facts` shows to others: a signature or a field that is `pub`.
fn leaks(file: &SourceFile) -> Vec<String> {
    let tokens = product_tokens(file.text().unwrap_or_default());
    let paths = rust_paths(&tokens, &[]);
    let mut foreign = vec!["wasmparser".to_owned()];
    let imported = paths.iter().filter(|path| path.starts_with("wasmparser"));
    foreign.extend(imported.filter_map(|path| path.segments.last().cloned()));
    let mut findings = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let is_public = token.is_word("pub") && !tokens.get(at + 1).is_some_and(|it| it.is('('));
        if !is_public {
            continue;
        }
        let words = declaration(&tokens[at..]).iter().filter_map(Token::word);
        if let Some(name) = words.into_iter().find(|word| foreign.iter().any(|it| it == word)) {
            findings
                .push(format!("{}:{}: `{name}` of wasmparser is public", file.path, token.line));
        }
    }
    findings
}

/// The tokens up to the body, the value or the end of a field.
fn declaration(tokens: &[Token]) -> &[Token] {
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            _ if token.is('(') || token.is('[') || token.is('<') => depth += 1,
            _ if token.is(')') || token.is(']') => depth -= 1,
            // The arrow of a result is no bracket.
            _ if token.is('>') && at > 0 && !tokens[at - 1].is('-') => depth -= 1,
            _ if "{};=".chars().any(|end| token.is(end)) => return &tokens[..at],
            _ if token.is(',') && depth <= 0 => return &tokens[..at],
            _ => {}
        }
        if depth < 0 {
            return &tokens[..at];
        }
    }
    tokens
}

/// Every crate that a package of the workspace can name.
fn known_crates() -> Vec<String> {
    crate::manifests::workspace_dependencies(&read("Cargo.toml"))
        .into_iter()
        .map(|dependency| dependency.name.replace('-', "_"))
        .collect()
}

#[test]
fn every_layer_uses_only_what_it_may() {
    let findings = breaches(&files(), &known_crates(), EXCEPTIONS);
    assert_none(
        &findings,
        "move the code to the layer that may, or argue an exception in layers.rs",
    );
}

#[test]
fn facts_show_no_type_of_the_parser() {
    let facts = files().into_iter().filter(|file| file.path.starts_with("broker/src/facts"));
    let findings: Vec<_> = facts.flat_map(|file| leaks(&file)).collect();
    assert_none(&findings, "give it a type of ours in `sig.rs` or `facts.rs`");
}

#[test]
fn every_exception_has_a_reason() {
    assert!(EXCEPTIONS.iter().all(|it| it.reason.split(' ').count() > 3));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        let crates = ["wasmtime", "wasmparser", "serde", "wat"].map(str::to_owned);
        breaches(&[SourceFile::made_up(path, text)], &crates, &[])
    }

    #[test]
    fn a_breach_is_found() {
        assert_eq!(found("broker/src/plan/order.rs", "use crate::{engine::trap, facts};").len(), 1);
        assert_eq!(found("broker/src/plan/order.rs", "use super::super::engine;").len(), 1);
        assert_eq!(found("broker/src/plan.rs", "fn f() -> wasmparser::ValType { x }").len(), 1);
        assert_eq!(found("broker/src/plan.rs", "use std::time::Instant;").len(), 1);
        assert_eq!(found("broker/src/facts.rs", "use crate::Module;").len(), 1);
        assert_eq!(found("broker/src/helper/home.rs", "use crate::plan::{plan, Lift};").len(), 1);
        assert_eq!(found("broker/src/extra.rs", "").len(), 1);
        assert_eq!(found("src/main.rs", "fn f(x: wasmtime::Val) {}").len(), 1);
        assert_eq!(found("accessor-wat/src/lib.rs", "use wat::parse_str;").len(), 1);
    }

    #[test]
    fn what_is_allowed_is_no_finding() {
        let text = "// wasmtime::Val\nuse crate::{facts, names}; use super::Step; use std::fmt; \
                    #[cfg(test)] mod tests { use crate::engine; }";
        assert_eq!(found("broker/src/plan/order.rs", text), [""; 0]);
        assert_eq!(found("broker/src/plan/tests/a.rs", "use wasmparser::Parser;"), [""; 0]);
        assert_eq!(found("accessor-wat/build.rs", "fn f() { wat::parse_str() }"), [""; 0]);
    }

    #[test]
    fn an_exception_is_used_or_a_finding() {
        let exceptions =
            [Exception { file: "broker/src/plan/wire.rs", path: "serde", reason: "made up" }];
        let crates = ["serde".to_owned()];
        let check = |text| {
            let file = SourceFile::made_up("broker/src/plan/wire.rs", text);
            breaches(&[file], &crates, &exceptions)
        };
        assert_eq!(check("use serde::Deserialize;"), [""; 0]);
        assert!(check("use std::fmt;")[0].contains("not needed"));
    }

    #[test]
    fn a_leak_is_found() {
        let check = |text| leaks(&SourceFile::made_up("broker/src/facts.rs", text)).len();
        assert_eq!(check("use wasmparser::ValType as V; pub fn f(x: u8, y: ValType) {}"), 1);
        assert_eq!(check("pub struct S { pub a: u8, pub b: Vec<wasmparser::Data> }"), 1);
        assert_eq!(check("pub(super) fn f(x: wasmparser::ValType) { wasmparser::g() }"), 0);
        assert_eq!(check("pub fn f() -> u8 { wasmparser::g() }"), 0);
    }
}
