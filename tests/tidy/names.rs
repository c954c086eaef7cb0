//! A magic wasm name stands once, in `names.rs` or below it.

use crate::lexer::{Token, group_end, product_tokens};
use crate::tree::{SourceFile, assert_none, files, read};

const NAMES: [&str; 2] = ["broker/src/names.rs", "broker/src/names/emscripten.rs"];

/// A literal that equals a wasm name but is another word.
struct OtherWord {
    file: &'static str,
    literal: &'static str,
    reason: &'static str,
}

const OTHER_WORDS: &[OtherWord] = &[
    OtherWord {
        file: "broker/src/facts/role.rs",
        literal: "main",
        reason: "how a role is shown to people, not the name of a module",
    },
    OtherWord {
        file: "broker/src/facts/role.rs",
        literal: "side",
        reason: "how a role is shown to people, not the name of a module",
    },
    OtherWord {
        file: "broker/src/manifest.rs",
        literal: "memory",
        reason: "a key of link.toml, which may be renamed without the guest ABI",
    },
    OtherWord {
        file: "broker/src/manifest.rs",
        literal: "side",
        reason: "a key of link.toml, which may be renamed without the guest ABI",
    },
    OtherWord {
        file: "broker/src/manifest/values.rs",
        literal: "dylink",
        reason: "a word of link.toml for the kind of a side",
    },
    OtherWord {
        file: "broker/src/manifest/values.rs",
        literal: "env",
        reason: "a word of link.toml for the host's environment variables",
    },
    OtherWord {
        file: "broker/src/module.rs",
        literal: "origin",
        reason: "a field in the debug form of a module",
    },
    OtherWord {
        file: "broker/src/plan/print.rs",
        literal: "ledger",
        reason: "how the helper is shown to people in a plan",
    },
    OtherWord {
        file: "broker/src/sig.rs",
        literal: "memory",
        reason: "the keyword of WAT, not the name of an export",
    },
    OtherWord {
        file: "broker/src/sig.rs",
        literal: "table",
        reason: "the keyword of WAT, not the name of an export",
    },
];

/// The text of every constant: a string, a list of strings, or the first strings of pairs.
fn names_in(text: &str) -> Vec<String> {
    let tokens = product_tokens(text);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let is_function = tokens.get(at + 1).is_some_and(|token| token.is_word("fn"));
        if !tokens[at].is_word("const") || is_function {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < tokens.len() && !tokens[end].is(';') {
            end = if tokens[end].is('[') || tokens[end].is('(') {
                group_end(&tokens, end)
            } else {
                end + 1
            };
        }
        found.extend(values(&tokens[at..end]));
        at = end;
    }
    found
}

fn values(constant: &[Token]) -> Vec<String> {
    let is_second = |at: usize| {
        // In `("name", "ii")` the second says what the name takes; in a list it is a name.
        let pair = at.checked_sub(3).map(|before| (&constant[before], &constant[at - 1]));
        pair.is_some_and(|(open, comma)| open.is('(') && comma.is(','))
    };
    let texts = constant.iter().enumerate().filter(|(at, _)| !is_second(*at));
    texts.filter_map(|(_, token)| token.text().map(str::to_owned)).collect()
}

/// Every literal outside `names.rs` that spells a name, and every unused entry of the list.
fn repeats(names: &[String], files: &[SourceFile], other_words: &[OtherWord]) -> Vec<String> {
    let mut used = vec![false; other_words.len()];
    let mut findings = Vec::new();
    let is_product = |file: &&SourceFile| {
        let is_ours = file.path.starts_with("broker/src/") && !NAMES.contains(&file.path.as_str());
        is_ours && file.has_extension(&["rs"]) && !file.is_test()
    };
    for file in files.iter().filter(is_product) {
        for token in product_tokens(file.text().unwrap_or_default()) {
            let Some(literal) = token.text().filter(|text| names.iter().any(|it| it == text))
            else {
                continue;
            };
            let is_meant = |it: &OtherWord| it.file == file.path && it.literal == literal;
            match other_words.iter().position(is_meant) {
                Some(idx) => used[idx] = true,
                None => findings.push(format!("{}:{}: \"{literal}\"", file.path, token.line)),
            }
        }
    }
    let unused = other_words.iter().zip(used).filter(|(_, used)| !used);
    findings.extend(unused.map(|(it, _)| {
        format!("{}: \"{}\" is not there any more: {}", it.file, it.literal, it.reason)
    }));
    findings
}

#[test]
fn a_wasm_name_stands_once() {
    let names: Vec<_> = NAMES.iter().flat_map(|path| names_in(&read(path))).collect();
    assert!(names.len() > 100, "only {} names read from {NAMES:?}", names.len());
    let findings = repeats(&names, &files(), OTHER_WORDS);
    assert_none(&findings, "use the constant of names.rs, or list it in tests/tidy/names.rs");
}

#[test]
fn every_other_word_has_a_reason() {
    assert!(OTHER_WORDS.iter().all(|it| it.reason.split(' ').count() > 3));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_from_constants() {
        let text = "/// \"no\"\npub const A: &str = \"a\"; const B: [&str; 2] = [\"b\", \"c\"];\n\
                    const C: [(&str, &str); 2] = [(\"d\", \"ii\"), (A, \"\")];\n\
                    fn f() -> String { format!(\"no\") }";
        assert_eq!(names_in(text), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_repeat_is_found() {
        let names = ["env".to_owned()];
        let file = |text| [SourceFile::made_up("broker/src/plan.rs", text)];
        let text =
            "// \"env\"\nfn f() { g(\"env\", \"environment\") }\n#[test] fn t() { g(\"env\") }";
        assert_eq!(repeats(&names, &file(text), &[]), ["broker/src/plan.rs:2: \"env\""]);
        let meant = [OtherWord { file: "broker/src/plan.rs", literal: "env", reason: "made up" }];
        assert_eq!(repeats(&names, &file(text), &meant), [""; 0]);
        assert_eq!(repeats(&names, &file("fn f() {}"), &meant).len(), 1);
    }
}
