//! ARCHITECTURE.md names only what is there, on two pages.
//!
//! Read as paths: words in backticks that have a slash or a known extension, from the root or
//! from `broker/src/`; and every name in a tree, which is a fenced block in which some line begins
//! with a folder (`name/`). In a tree, deeper lines are inside the folder above; several names may
//! stand on one line; two blanks or `#` begin the words of explanation. `{a,b}` means both; `<any>`
//! and `*` stand for any text.

use crate::tree::{assert_none, files, read};

const DOCUMENT: &str = "ARCHITECTURE.md";
const MAX_LINES: usize = 120;
const MAX_COLUMNS: usize = 120;
const EXTENSIONS: &[&str] = &["rs", "md", "toml", "wat", "wast", "sh", "txt", "json", "lock"];

/// Paths that the document names, each with the places where it may be meant to start.
fn named_paths(text: &str) -> Vec<(usize, Vec<String>)> {
    let mut found = Vec::new();
    let mut block: Option<Vec<(usize, &str)>> = None;
    for (idx, line) in text.lines().enumerate() {
        match (line.trim_start().starts_with("```"), &mut block) {
            (true, None) => block = Some(Vec::new()),
            (true, Some(lines)) => {
                found.extend(tree_paths(lines));
                block = None;
            }
            (false, Some(lines)) => lines.push((idx + 1, line)),
            (false, None) => {
                let spans = line.split('`').enumerate().filter(|(at, _)| at % 2 == 1);
                let paths = spans.map(|(_, span)| span).filter(|span| looks_like_path(span));
                for path in paths.flat_map(alternatives) {
                    let inside = format!("broker/src/{path}");
                    found.push((idx + 1, vec![path, inside]));
                }
            }
        }
    }
    found
}

fn looks_like_path(span: &str) -> bool {
    let has_extension = span.rsplit_once('.').is_some_and(|(_, it)| EXTENSIONS.contains(&it));
    let is_one_word =
        !span.contains([' ', '(', ':', '@', '=']) && !span.starts_with(['-', '/', '<']);
    is_one_word && (has_extension || span.contains('/'))
}

/// The paths of a tree; nothing if the block is none.
fn tree_paths(lines: &[(usize, &str)]) -> Vec<(usize, Vec<String>)> {
    let rows: Vec<_> = lines.iter().map(|(line, text)| (*line, row(text))).collect();
    if !rows.iter().any(|(_, (_, names))| names.first().is_some_and(|name| name.ends_with('/'))) {
        return Vec::new();
    }
    let mut parents: Vec<(usize, String)> = Vec::new();
    let mut found = Vec::new();
    for (line, (n_indent, names)) in rows {
        parents.retain(|(n_parent, _)| *n_parent < n_indent);
        let parent = parents.last().map(|(_, path)| path.clone()).unwrap_or_default();
        for path in names.iter().flat_map(|name| alternatives(name)) {
            found.push((line, vec![format!("{parent}{path}")]));
        }
        if let [name] = names.as_slice() {
            parents.extend(name.ends_with('/').then(|| (n_indent, format!("{parent}{name}"))));
        }
    }
    found
}

/// The indentation of a line of a tree, and its names.
fn row(line: &str) -> (usize, Vec<&str>) {
    let is_branch = |c: char| c.is_whitespace() || "│├└─|".contains(c);
    let names = line.trim_start_matches(is_branch);
    let n_indent = line[..line.len() - names.len()].chars().count();
    let names = names.split("  ").next().unwrap_or_default().split('#').next().unwrap_or_default();
    let is_name = |word: &&str| word.contains(['.', '/']) || word.starts_with("LICENSE");
    (n_indent, names.split_whitespace().map(|it| it.trim_matches(',')).filter(is_name).collect())
}

/// `a/{b,c}.rs` is `a/b.rs` and `a/c.rs`.
fn alternatives(path: &str) -> Vec<String> {
    let parts = path.split_once('{').and_then(|(before, rest)| {
        rest.split_once('}').map(|(inside, after)| (before, inside, after))
    });
    let Some((before, inside, after)) = parts else { return vec![path.to_owned()] };
    let spread = inside.split(',').map(|it| format!("{before}{}{after}", it.trim()));
    spread.flat_map(|path| alternatives(&path)).collect()
}

/// Whether a file has the path, or lies in the folder.
fn exists(wanted: &str, paths: &[&str]) -> bool {
    let wanted: Vec<_> = wanted.trim_end_matches('/').split('/').collect();
    paths.iter().any(|path| {
        let mut parts = path.split('/');
        wanted.iter().all(|wanted| parts.next().is_some_and(|part| matches(wanted, part)))
    })
}

/// Whether the name fits, with `<any>` and `*` for any text.
fn matches(pattern: &str, name: &str) -> bool {
    let Some(at) = pattern.find(['*', '<']) else { return pattern == name };
    let after = match pattern[at..].starts_with('*') {
        true => &pattern[at + 1..],
        false => pattern[at..].split_once('>').map_or("", |(_, after)| after),
    };
    let Some(rest) = name.strip_prefix(&pattern[..at]) else { return false };
    (0..=rest.len()).any(|from| rest.is_char_boundary(from) && matches(after, &rest[from..]))
}

fn missing(text: &str, paths: &[&str]) -> Vec<String> {
    let named = named_paths(text).into_iter();
    let missing = named.filter(|(_, starts)| !starts.iter().any(|path| exists(path, paths)));
    missing.map(|(line, starts)| format!("{DOCUMENT}:{line}: {}", starts[0])).collect()
}

/// A row of a table cannot be wrapped: it counts as the lines that it takes on a page.
fn too_large(text: &str) -> Vec<String> {
    let mut findings = Vec::new();
    let n_columns = |line: &str| line.chars().count();
    let n_lines: usize =
        text.lines().map(|line| n_columns(line).max(1).div_ceil(MAX_COLUMNS)).sum();
    if n_lines > MAX_LINES {
        findings.push(format!("{DOCUMENT}: {n_lines} lines, at most {MAX_LINES}"));
    }
    for (idx, line) in text.lines().enumerate() {
        if n_columns(line) > MAX_COLUMNS && !line.starts_with('|') {
            findings.push(format!("{DOCUMENT}:{}: more than {MAX_COLUMNS} columns", idx + 1));
        }
    }
    findings
}

#[test]
fn every_path_it_names_is_there() {
    let all = files();
    let paths: Vec<_> = all.iter().map(|file| file.path.as_str()).collect();
    let text = read(DOCUMENT);
    assert!(named_paths(&text).len() > 10, "{DOCUMENT} shows where things are");
    assert_none(&missing(&text, &paths), "name what is there");
}

#[test]
fn it_fits_on_two_pages() {
    assert_none(&too_large(&read(DOCUMENT)), "say it shorter, or say it in the module's own docs");
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATHS: &[&str] = &["README.md", "broker/src/plan.rs", "broker/src/plan/wire.rs"];

    #[test]
    fn a_path_in_backticks_has_to_be_there() {
        let text = "See `plan/wire.rs`, `broker/src/`, `plan::wire`, `cargo test` and `a.b`.\n";
        assert_eq!(missing(text, PATHS), [""; 0]);
        assert_eq!(missing("See\n`plan/gone.rs`.", PATHS), ["ARCHITECTURE.md:2: plan/gone.rs"]);
        assert_eq!(missing("`gone/`", PATHS).len(), 1);
    }

    #[test]
    fn a_path_in_a_tree_has_to_be_there() {
        let text = "```\nREADME.md GONE.md\nbroker/         the library\n  src/\n\
                    \x20   plan.rs  # x.rs\n    plan/{wire,gone}.rs\n```\n";
        let wanted = ["ARCHITECTURE.md:2: GONE.md", "ARCHITECTURE.md:6: broker/src/plan/gone.rs"];
        assert_eq!(missing(text, PATHS), wanted);
        let drawn = "```\nbroker/\n└── src/\n    ├── plan.rs\n    └── gone.rs\n```\n";
        assert_eq!(missing(drawn, PATHS), ["ARCHITECTURE.md:5: broker/src/gone.rs"]);
        assert_eq!(missing("```\nbytes -> gone.rs\n```\n", PATHS), [""; 0]);
    }

    #[test]
    fn wildcards_fit_any_text() {
        assert!(exists("broker/<any>/plan/*.rs", PATHS) && !exists("broker/*.toml", PATHS));
    }

    #[test]
    fn a_third_page_is_found() {
        assert_eq!(too_large(&"a\n".repeat(MAX_LINES)), [""; 0]);
        assert_eq!(too_large(&"a\n".repeat(MAX_LINES + 1)).len(), 1);
        assert_eq!(too_large(&"a".repeat(MAX_COLUMNS + 1)).len(), 1);
        let row = format!("|{}\n", "a".repeat(MAX_COLUMNS));
        assert_eq!(too_large(&row.repeat(MAX_LINES / 2)), [""; 0]);
        assert_eq!(too_large(&row.repeat(MAX_LINES / 2 + 1)).len(), 1);
    }
}
