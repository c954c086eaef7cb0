//! Nothing in the repository tells on which machine it was made.

use crate::tree::{SourceFile, assert_none, files};

/// Folders that are different on every machine. Split, so that this file does not contain them.
const FOLDERS: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/ho", "me/"),
    concat!("/Us", "ers/"),
    concat!("/mn", "t/"),
    concat!("C:", "\\"),
];

/// Where packages are fetched from is a setting of the machine, not of the project.
const HOSTS: &[&str] = &[
    concat!("index.", "crates.io"),
    concat!("static.", "crates.io"),
    concat!("registry.", "npmjs.org"),
    concat!("files.", "pythonhosted.org"),
    concat!("pypi", ".org"),
    concat!("deb.", "debian.org"),
    concat!("arti", "factory"),
];

/// A file that holds one of these for a good reason.
struct Meant {
    file: &'static str,
    text: &'static str,
    reason: &'static str,
}

const MEANT: &[Meant] = &[];

/// Every mention, in text and in the bytes of modules, and every entry of the list that is unused.
fn mentions(files: &[SourceFile], meant: &[Meant]) -> Vec<String> {
    let mut used = vec![false; meant.len()];
    let mut findings = Vec::new();
    for file in files {
        for (idx, line) in file.bytes.split(|byte| *byte == b'\n').enumerate() {
            // Cargo writes the name of its registry into the lock file by itself.
            if file.path.ends_with("Cargo.lock")
                && line.starts_with(b"source = \"registry+https://")
            {
                continue;
            }
            for text in FOLDERS.iter().chain(HOSTS) {
                if !mentions_text(line, text) {
                    continue;
                }
                match meant.iter().position(|it| it.file == file.path && it.text == *text) {
                    Some(idx) => used[idx] = true,
                    None => findings.push(format!("{}:{}: {text}", file.path, idx + 1)),
                }
            }
        }
    }
    let unused = meant.iter().zip(used).filter(|(_, used)| !used);
    findings
        .extend(unused.map(|(it, _)| format!("{}: {} is gone: {}", it.file, it.text, it.reason)));
    findings
}

/// Whether the text stands there as the start of a path or as a host, not inside a longer path.
fn mentions_text(line: &[u8], text: &str) -> bool {
    let starts = line.windows(text.len()).enumerate().filter(|(_, it)| *it == text.as_bytes());
    starts.map(|(at, _)| at).any(|at| {
        let before = at.checked_sub(1).map(|before| line[before]);
        let is_inside = |byte: u8| byte.is_ascii_alphanumeric() || b"._-}>".contains(&byte);
        !text.starts_with('/') || !before.is_some_and(is_inside)
    })
}

#[test]
fn no_file_names_a_machine() {
    let findings = mentions(&files(), MEANT);
    assert_none(&findings, "use a path from the root, or leave the setting to the machine");
    assert!(MEANT.iter().all(|it| it.reason.split(' ').count() > 3));
}

#[test]
fn a_mention_is_found() {
    for text in FOLDERS.iter().chain(HOSTS) {
        let file = SourceFile::made_up("a.md", &format!("first\nat {text}x"));
        assert_eq!(mentions(&[file], &[]), [format!("a.md:2: {text}")]);
        let meant = [Meant { file: "a.md", text, reason: "made up" }];
        assert_eq!(mentions(&[SourceFile::made_up("a.md", text)], &meant), [""; 0]);
        assert_eq!(mentions(&[SourceFile::made_up("a.md", "")], &meant).len(), 1);
    }
    let binary = SourceFile { path: "a.wasm".to_owned(), bytes: vec![0xff; 4] };
    assert_eq!(mentions(&[binary], &[]), [""; 0]);
    let inside = format!("a{}b", FOLDERS[0]);
    assert_eq!(mentions(&[SourceFile::made_up("a.md", &inside)], &[]), [""; 0]);
}
