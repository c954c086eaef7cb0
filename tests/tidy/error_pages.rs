//! `docs/errors.md` is what the one table of error codes says.

use crate::tree::{read, root};
use std::fmt::Write;
use wasm_broker::Code;

const DOCUMENT: &str = "docs/errors.md";
const WIDTH: usize = 100;

const HEAD: &str = "\
# Error codes

Every error of the library and of the command line has one of these codes. A code never changes its
meaning; callers branch on it, never on the text. `wasm-broker explain 5012` prints the same text.

Made from `broker/src/error/code.rs`: `BLESS=1 cargo test --test tidy` writes this file anew.

";

/// The document: a table of all codes, then a section for each.
fn document(codes: &[Code]) -> String {
    let mut text = HEAD.to_owned();
    text.push_str("| code | name | what went wrong |\n|---|---|---|\n");
    for code in codes {
        let anchor = format!("{code}-{}", code.name().to_lowercase());
        writeln!(text, "| [{code}](#{anchor}) | `{}` | {} |", code.name(), code.summary()).unwrap();
    }
    for code in codes {
        write!(text, "\n## {code} {}\n\n{}.\n", code.name(), sentence(code.summary())).unwrap();
        for paragraph in code.explanation().split("\n\n") {
            write!(text, "\n{}", wrapped(paragraph)).unwrap();
        }
    }
    text
}

fn sentence(summary: &str) -> String {
    let mut chars = summary.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    first + chars.as_str()
}

/// One paragraph in lines of at most [`WIDTH`] characters, each with its end.
fn wrapped(paragraph: &str) -> String {
    let mut lines = vec![String::new()];
    for word in paragraph.split_whitespace() {
        let last = lines.last_mut().unwrap();
        if last.is_empty() {
            last.push_str(word);
        } else if last.chars().count() + 1 + word.chars().count() <= WIDTH {
            last.push(' ');
            last.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n") + "\n"
}

/// The first line that differs, for the message.
fn difference(kept: &str, made: &str) -> Option<String> {
    if kept == made {
        return None;
    }
    let same = kept.lines().zip(made.lines()).take_while(|(kept, made)| kept == made).count();
    let shown = |text: &str| text.lines().nth(same).unwrap_or("(the end)").to_owned();
    let (kept, made) = (shown(kept), shown(made));
    Some(format!("line {}\n  kept: {kept}\n  made: {made}", same + 1))
}

#[test]
fn the_error_pages_are_fresh() {
    let made = document(Code::ALL);
    if std::env::var_os("BLESS").is_some_and(|value| value == "1") {
        std::fs::create_dir_all(root().join("docs")).unwrap();
        std::fs::write(root().join(DOCUMENT), &made).unwrap();
    }
    let found = difference(&read(DOCUMENT), &made);
    assert_eq!(found, None, "{DOCUMENT} is stale: BLESS=1 cargo test --test tidy");
}

#[test]
fn every_code_is_explained() {
    for code in Code::ALL {
        let n_words = code.explanation().split_whitespace().count();
        assert!(n_words > 10, "{code} has an explanation of {n_words} words");
    }
}

#[test]
fn a_stale_page_is_found() {
    let made = document(Code::ALL);
    assert_eq!(difference(&made, &made), None);
    let stale = document(&Code::ALL[1..]);
    assert!(difference(&stale, &made).unwrap().contains("5000"));
    assert!(difference(&made[..made.len() - 10], &made).is_some());
}

#[test]
fn paragraphs_are_wrapped_between_words() {
    let text = wrapped(&"word ".repeat(40));
    assert!(text.lines().all(|line| line.len() <= WIDTH) && text.lines().count() == 2, "{text}");
}
