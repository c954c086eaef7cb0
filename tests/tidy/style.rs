//! Sizes, columns, and what may not be left behind in code.

use crate::lexer::{Token, functions, product_tokens, tokens};
use crate::tree::{SourceFile, assert_none, files};

const MAX_FILE_LINES: usize = 700;
const MAX_FUNCTION_LINES: usize = 70;
const MAX_COLUMNS: usize = 100;
/// Fewer words than this say no reason.
const MIN_REASON_WORDS: usize = 3;

/// Words for work that was put off; written apart, so that this file does not contain them.
const PUT_OFF: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("XX", "X"), concat!("PLACE", "HOLDER")];
/// Macros for the same.
const PUT_OFF_MACROS: &[&str] = &[concat!("to", "do"), concat!("unimple", "mented")];

/// A function that may be longer.
struct LongFunction {
    file: &'static str,
    name: &'static str,
    reason: &'static str,
}

const LONG_FUNCTIONS: &[LongFunction] = &[];

/// Files that are too long, lines that are too wide.
fn sizes(file: &SourceFile) -> Vec<String> {
    let text = file.text().unwrap_or_default();
    let mut findings = Vec::new();
    let n_lines = text.lines().count();
    if n_lines > MAX_FILE_LINES {
        findings.push(format!("{}: {n_lines} lines, at most {MAX_FILE_LINES}", file.path));
    }
    for (idx, line) in text.lines().enumerate() {
        let n_columns = line.chars().count();
        if n_columns > MAX_COLUMNS {
            let found = format!("{n_columns} columns, at most {MAX_COLUMNS}");
            findings.push(format!("{}:{}: {found}", file.path, idx + 1));
        }
        if line.contains('\t') {
            findings.push(format!("{}:{}: a tab", file.path, idx + 1));
        }
    }
    findings
}

/// Functions that are too long, and entries of the list that are not needed.
fn long_functions(files: &[SourceFile], meant: &[LongFunction]) -> Vec<String> {
    let mut used = vec![false; meant.len()];
    let mut findings = Vec::new();
    for file in files.iter().filter(|file| is_product(file)) {
        let tokens = product_tokens(file.text().unwrap_or_default());
        for it in functions(&tokens).iter().filter(|it| it.n_lines > MAX_FUNCTION_LINES) {
            match meant.iter().position(|meant| meant.file == file.path && meant.name == it.name) {
                Some(idx) => used[idx] = true,
                None => findings.push(format!(
                    "{}:{}: `{}` has {} lines, at most {MAX_FUNCTION_LINES}",
                    file.path, it.line, it.name, it.n_lines
                )),
            }
        }
    }
    let unused = meant.iter().zip(used).filter(|(_, used)| !used);
    findings.extend(
        unused.map(|(it, _)| format!("{}: `{}` is short now: {}", it.file, it.name, it.reason)),
    );
    findings
}

/// `unwrap()` in the product, and `expect` that does not say why it cannot fail.
fn panics(file: &SourceFile) -> Vec<String> {
    let tokens = product_tokens(file.text().unwrap_or_default());
    let mut findings = Vec::new();
    for (at, call) in tokens.windows(4).enumerate() {
        let is_call = call[0].is('.') && call[2].is('(');
        if is_call && call[1].is_word("unwrap") && call[3].is(')') {
            findings.push(format!("{}:{}: `unwrap()`", file.path, call[1].line));
        }
        if is_call && call[1].is_word("expect") {
            // The text may stand in a `format!` or a `concat!`.
            let text = tokens[at + 3..].iter().take(6).find_map(Token::text).unwrap_or_default();
            if text.split_whitespace().count() < MIN_REASON_WORDS {
                let found = format!("`expect(\"{text}\")` does not say why it cannot fail");
                findings.push(format!("{}:{}: {found}", file.path, call[1].line));
            }
        }
    }
    findings
}

/// Work put off: words in any text, macros and ignored tests in Rust.
fn put_off(file: &SourceFile) -> Vec<String> {
    let text = file.text().unwrap_or_default();
    let mut findings = Vec::new();
    for (idx, line) in text.lines().enumerate() {
        let is_word =
            |word: &&&str| line.split(|c: char| !c.is_alphanumeric()).any(|it| it == **word);
        if let Some(word) = PUT_OFF.iter().find(is_word) {
            findings.push(format!("{}:{}: {word}", file.path, idx + 1));
        }
    }
    if file.has_extension(&["rs"]) {
        for pair in tokens(text).windows(3) {
            let is_macro = pair[1].is('!') && !pair[2].is('=');
            let name = pair[0].word().filter(|word| is_macro && PUT_OFF_MACROS.contains(word));
            let is_ignored = pair[0].is('#') && pair[1].is('[') && pair[2].is_word("ignore");
            if name.is_some() || is_ignored {
                let found = name.unwrap_or("an ignored test");
                findings.push(format!("{}:{}: {found}", file.path, pair[0].line));
            }
        }
    }
    findings
}

fn is_product(file: &SourceFile) -> bool {
    file.has_extension(&["rs"]) && !file.is_test()
}

fn is_code(file: &SourceFile) -> bool {
    file.has_extension(&["rs", "wat"])
}

#[test]
fn files_are_short_and_lines_fit() {
    let findings: Vec<_> = files().iter().filter(|it| is_code(it)).flat_map(sizes).collect();
    assert_none(&findings, "split the file by what it is about; wrap the line");
}

#[test]
fn functions_are_short() {
    let findings = long_functions(&files(), LONG_FUNCTIONS);
    assert_none(&findings, "give the steps of the function names of their own");
    assert!(LONG_FUNCTIONS.iter().all(|it| it.reason.split(' ').count() > 3));
}

#[test]
fn nothing_panics_without_a_reason() {
    let findings: Vec<_> = files().iter().filter(|it| is_product(it)).flat_map(panics).collect();
    assert_none(&findings, "return an error, or say in `expect(…)` why it cannot fail");
}

#[test]
fn nothing_is_put_off() {
    let findings: Vec<_> = files().iter().flat_map(put_off).collect();
    assert_none(&findings, "do it, or open an issue and leave no trace in the code");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SourceFile {
        SourceFile::made_up("src/a.rs", text)
    }

    #[test]
    fn long_files_wide_lines_and_tabs_are_found() {
        assert_eq!(sizes(&file(&"\n".repeat(MAX_FILE_LINES))), [""; 0]);
        assert_eq!(sizes(&file(&"\n".repeat(MAX_FILE_LINES + 1))).len(), 1);
        assert_eq!(sizes(&file(&"\u{2192}".repeat(MAX_COLUMNS))), [""; 0]);
        assert_eq!(sizes(&file(&"\u{2192}".repeat(MAX_COLUMNS + 1))).len(), 1);
        assert_eq!(sizes(&file("a\tb")).len(), 1);
    }

    #[test]
    fn long_functions_are_found() {
        let text = |n_lines: usize| format!("fn a() {{{}}}", "\n".repeat(n_lines - 1));
        assert_eq!(long_functions(&[file(&text(MAX_FUNCTION_LINES))], &[]), [""; 0]);
        let long = [file(&text(MAX_FUNCTION_LINES + 1))];
        assert_eq!(long_functions(&long, &[]).len(), 1);
        let meant = [LongFunction { file: "src/a.rs", name: "a", reason: "made up" }];
        assert_eq!(long_functions(&long, &meant), [""; 0]);
        assert_eq!(long_functions(&[file("fn a() {}")], &meant).len(), 1);
    }

    #[test]
    fn unwrap_and_empty_words_are_found() {
        assert_eq!(panics(&file("fn a() { b.unwrap() }")).len(), 1);
        assert_eq!(panics(&file("fn a() { b.expect(\"it works\") }")).len(), 1);
        let fine = "fn a() { b.unwrap_or(c).expect(\"the plan checked it\"); // .unwrap()\n} \
                    #[cfg(test)] mod tests { fn d() { e.unwrap() } }";
        assert_eq!(panics(&file(fine)), [""; 0]);
    }

    #[test]
    fn work_that_was_put_off_is_found() {
        for word in PUT_OFF {
            assert_eq!(put_off(&file(&format!("// {word}: later"))).len(), 1);
        }
        for name in PUT_OFF_MACROS {
            assert_eq!(put_off(&file(&format!("fn a() {{ {name}!() }}"))).len(), 1);
        }
        assert_eq!(put_off(&file("#[ignore] #[test] fn a() {}")).len(), 1);
        assert_eq!(put_off(&file("fn a() -> bool { todos != 1 }")), [""; 0]);
    }
}
