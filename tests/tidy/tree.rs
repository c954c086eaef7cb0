//! The files of the repository: what git tracks, and what it would track.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One file, with its path from the root of the repository.
#[derive(Debug)]
pub(crate) struct SourceFile {
    pub(crate) path: String,
    pub(crate) bytes: Vec<u8>,
}

impl SourceFile {
    /// A file for a test of a check.
    pub(crate) fn made_up(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), bytes: text.as_bytes().to_vec() }
    }

    /// The text; none for a binary file.
    pub(crate) fn text(&self) -> Option<&str> {
        std::str::from_utf8(&self.bytes).ok()
    }

    pub(crate) fn has_extension(&self, extensions: &[&str]) -> bool {
        let extension = self.path.rsplit_once('.').map(|(_, extension)| extension);
        extension.is_some_and(|extension| extensions.contains(&extension))
    }

    /// Whether the whole file is test code.
    pub(crate) fn is_test(&self) -> bool {
        let is_test_folder = |folder| matches!(folder, "tests" | "benches" | "fuzz");
        self.path.split('/').any(is_test_folder) || self.path.ends_with("/tests.rs")
    }
}

/// The folder of the workspace.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file that the check needs.
pub(crate) fn read(path: &str) -> String {
    let read = std::fs::read_to_string(root().join(path));
    read.unwrap_or_else(|cause| panic!("{path} has to be there: {cause}"))
}

/// Every file, sorted by path. Files that are new and not ignored count, so that a check fails
/// before a commit rather than after it. Without git, as in an unpacked archive, the folders are
/// walked.
pub(crate) fn files() -> Vec<SourceFile> {
    let mut paths = listed_by_git().unwrap_or_else(|| {
        let mut found = Vec::new();
        walk(&root(), "", &mut found);
        found
    });
    paths.sort();
    let read = |path: String| {
        // A tracked file that is deleted in the work tree is listed all the same.
        let bytes = std::fs::read(root().join(&path)).ok()?;
        Some(SourceFile { path, bytes })
    };
    let files: Vec<_> = paths.into_iter().filter_map(read).collect();
    assert!(files.len() > 100, "only {} files found: the tree is not whole", files.len());
    files
}

fn listed_by_git() -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .ok()?;
    let listing = String::from_utf8(output.stdout).ok()?;
    let is_listed = output.status.success() && !listing.is_empty();
    is_listed.then(|| listing.split_terminator('\0').map(str::to_owned).collect())
}

fn walk(folder: &Path, prefix: &str, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if matches!(name.as_str(), "target" | ".git" | ".cache") {
            continue;
        }
        let path = format!("{prefix}{name}");
        match entry.file_type().unwrap().is_dir() {
            true => walk(&entry.path(), &format!("{path}/"), found),
            false => found.push(path),
        }
    }
}

/// Fails with every finding at once.
#[track_caller]
pub(crate) fn assert_none(findings: &[String], what_to_do: &str) {
    let n = findings.len();
    assert!(findings.is_empty(), "{n} found; {what_to_do}\n  {}", findings.join("\n  "));
}

#[test]
fn a_walk_finds_what_git_lists() {
    let Some(listed) = listed_by_git() else { return };
    let mut walked = Vec::new();
    walk(&root(), "", &mut walked);
    let missing: Vec<_> = listed
        .iter()
        .filter(|path| root().join(path).is_file() && !walked.contains(path))
        .collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn test_code_is_told_by_its_path() {
    let is_test = |path| SourceFile::made_up(path, "").is_test();
    assert!(is_test("tests/cli.rs") && is_test("broker/src/plan/tests/draw.rs"));
    assert!(is_test("broker/src/helper/tests.rs"));
    assert!(!is_test("broker/src/plan.rs") && !is_test("src/latests.rs"));
}
