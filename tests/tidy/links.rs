//! Links between documents.

use crate::tree::{SourceFile, assert_none, files, root};
use std::path::{Component, Path, PathBuf};

/// The targets of the links in a document, with their lines; code is no link.
fn targets(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, shown) in prose(text) {
        let mut rest = shown.as_str();
        while let Some((_, after)) = rest.split_once("](") {
            let Some((target, after)) = after.split_once(')') else { break };
            found.push((line, target.split(' ').next().unwrap_or(target).to_owned()));
            rest = after;
        }
        if let Some((_, target)) = shown.split_once("]: ").filter(|_| shown.starts_with('[')) {
            found.push((line, target.trim().to_owned()));
        }
    }
    found
}

/// The lines outside fenced and indented code, without their code spans.
fn prose(text: &str) -> Vec<(usize, String)> {
    let mut is_fenced = false;
    let mut lines = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            is_fenced = !is_fenced;
        } else if !is_fenced && !line.starts_with("    ") {
            let parts = line.split('`').enumerate();
            let outside: String = parts.filter(|(at, _)| at % 2 == 0).map(|(_, it)| it).collect();
            lines.push((idx + 1, outside));
        }
    }
    lines
}

/// The anchor that a heading gets: lower case, dashes for blanks, no punctuation.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn has_anchor(text: &str, wanted: &str) -> bool {
    text.lines().filter(|line| line.starts_with('#')).any(|line| anchor(line) == wanted)
}

/// Links that lead nowhere. `read` answers the text of a file or folder that exists.
fn broken(file: &SourceFile, read: impl Fn(&str) -> Option<String>) -> Vec<String> {
    let text = file.text().unwrap_or_default();
    let mut findings = Vec::new();
    for (line, target) in targets(text) {
        if target.contains("://") || target.starts_with("mailto:") {
            continue;
        }
        let (path, fragment) = target.split_once('#').unwrap_or((&target, ""));
        let found = match path.is_empty() {
            true => Some(text.to_owned()),
            false => beside(&file.path, path).and_then(|path| read(&path)),
        };
        let is_there = found.is_some_and(|text| fragment.is_empty() || has_anchor(&text, fragment));
        if !is_there {
            findings.push(format!("{}:{line}: {target}", file.path));
        }
    }
    findings
}

/// The path that a link means, from the root; none if it leaves the repository.
fn beside(document: &str, target: &str) -> Option<String> {
    let mut path = PathBuf::from(document);
    path.pop();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => path.pop().then_some(())?,
            Component::CurDir => {}
            Component::Normal(name) => path.push(name),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    path.to_str().map(str::to_owned)
}

#[test]
fn every_link_leads_somewhere() {
    let read = |path: &str| {
        let path = root().join(path);
        path.exists().then(|| std::fs::read_to_string(path).unwrap_or_default())
    };
    let all = files();
    let documents = all.iter().filter(|file| file.has_extension(&["md"]));
    let findings: Vec<_> = documents.flat_map(|file| broken(file, read)).collect();
    assert_none(&findings, "correct the link or add the file");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Vec<String> {
        let file = SourceFile::made_up("docs/a.md", text);
        broken(&file, |path| match path {
            "README.md" => Some("# Read me\n".to_owned()),
            "docs" => Some(String::new()),
            _ => None,
        })
    }

    #[test]
    fn a_broken_link_is_found() {
        assert_eq!(check("[a](b.md)"), ["docs/a.md:1: b.md"]);
        assert_eq!(check("text\n\n[a][b]\n\n[b]: c.md").len(), 1);
        assert_eq!(check("[a](../README.md#write-me)").len(), 1);
        assert_eq!(check("[a](../../outside.md)").len(), 1);
        assert_eq!(check("[a](#no)").len(), 1);
    }

    #[test]
    fn a_good_link_is_no_finding() {
        let text = "# Here I am!\n[a](../README.md#read-me) [b](https://example.org/x)\n\
                    [c](../docs) [d](#here-i-am) `[e](f.md)`\n```\n[g](h.md)\n```\n    [i](j.md)\n";
        assert_eq!(check(text), [""; 0]);
    }
}
