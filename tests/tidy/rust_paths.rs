//! Every path in a file's code, with `use` trees spread out and `self` and `super` resolved.

use crate::lexer::{Kind, Token, group_end};

/// A path as written down for a rule: `crate::plan::HelperSpec`, `std::fs::read`, `wasmtime::Val`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct RustPath {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
}

impl RustPath {
    /// Whether the path is this one, or goes on from it.
    pub(crate) fn starts_with(&self, prefix: &str) -> bool {
        let mut segments = self.segments.iter();
        prefix.split("::").all(|wanted| segments.next().is_some_and(|segment| segment == wanted))
    }
}

/// The module that a file of a crate is: `engine/wasi.rs` is `["engine", "wasi"]`.
pub(crate) fn module_of(path_in_src: &str) -> Vec<String> {
    let stem = path_in_src.trim_end_matches(".rs").trim_end_matches("/mod");
    match stem {
        "lib" | "main" | "mod" => Vec::new(),
        _ => stem.split('/').map(str::to_owned).collect(),
    }
}

/// Every path of two or more segments outside `use`, and every path that a `use` brings in.
pub(crate) fn rust_paths(tokens: &[Token], module: &[String]) -> Vec<RustPath> {
    let mut reader = Reader { tokens, module: module.to_vec(), closers: Vec::new(), paths: vec![] };
    let mut at = 0;
    while at < tokens.len() {
        at = reader.step(at);
    }
    reader.paths
}

struct Reader<'a> {
    tokens: &'a [Token],
    /// The module of the code at hand.
    module: Vec<String>,
    /// Where the inline modules that are open end.
    closers: Vec<usize>,
    paths: Vec<RustPath>,
}

impl Reader<'_> {
    fn step(&mut self, at: usize) -> usize {
        if self.closers.last() == Some(&at) {
            self.closers.pop();
            self.module.pop();
        }
        let Some(word) = self.tokens[at].word() else { return at + 1 };
        match word {
            "mod" if self.is(at + 2, '{') => {
                let name = self.tokens[at + 1].word().unwrap_or_default();
                self.module.push(name.to_owned());
                self.closers.push(group_end(self.tokens, at + 2) - 1);
                at + 3
            }
            "use" if !self.is(at + 1, '<') => self.use_tree(at + 1, &[]) + 1,
            _ => self.plain_path(at),
        }
    }

    /// A path in an expression or a type; one word alone is no path.
    fn plain_path(&mut self, start: usize) -> usize {
        let mut segments = Vec::new();
        let mut at = start;
        while let Some(word) = self.tokens.get(at).and_then(Token::word) {
            segments.push(word.to_owned());
            if !self.is_colons(at + 1) {
                at += 1;
                break;
            }
            at += 3;
        }
        // After a dot stands a method, after two colons the rest of something generic.
        let is_inner = start > 0 && self.is(start - 1, '.')
            || start > 2 && self.is_colons(start - 2) && !self.is_leading(start - 2);
        if segments.len() > 1 && !is_inner {
            self.push(segments, self.tokens[start].line);
        }
        at
    }

    /// Reads one branch of a `use`; answers the index of what follows it.
    fn use_tree(&mut self, start: usize, prefix: &[String]) -> usize {
        let mut segments = prefix.to_vec();
        let mut at = if self.is_colons(start) { start + 2 } else { start };
        let line = self.tokens[at].line;
        loop {
            match self.tokens.get(at).map(|token| &token.kind) {
                Some(Kind::Ident(word)) => segments.push(word.clone()),
                Some(Kind::Punct('*')) => segments.push("*".to_owned()),
                Some(Kind::Punct('{')) => return self.use_group(at, &segments),
                _ => return at,
            }
            at += 1;
            if !self.is_colons(at) {
                break;
            }
            at += 2;
        }
        if self.tokens.get(at).is_some_and(|token| token.is_word("as")) {
            at += 2;
        }
        if prefix.is_empty() || segments.last().is_none_or(|last| last != "self") {
            self.push(segments, line);
        } else {
            self.push(prefix.to_vec(), line);
        }
        at
    }

    fn use_group(&mut self, open: usize, prefix: &[String]) -> usize {
        let end = group_end(self.tokens, open);
        let mut at = open + 1;
        while at + 1 < end {
            at = self.use_tree(at, prefix) + 1;
        }
        end
    }

    fn push(&mut self, mut segments: Vec<String>, line: usize) {
        let mut module = self.module.clone();
        let n_super = segments.iter().take_while(|segment| *segment == "super").count();
        if n_super > 0 || segments[0] == "self" {
            module.truncate(module.len().saturating_sub(n_super));
            segments.drain(..n_super.max(1));
            segments.splice(0..0, module);
            segments.insert(0, "crate".to_owned());
        }
        self.paths.push(RustPath { segments, line });
    }

    fn is(&self, at: usize, punct: char) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(punct))
    }

    fn is_colons(&self, at: usize) -> bool {
        self.is(at, ':') && self.is(at + 1, ':')
    }

    /// Whether the colons at `at` begin a path, as in `::std::fs`.
    fn is_leading(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map(|before| &self.tokens[before]);
        before.is_none_or(|token| token.word().is_none() && !token.is('>'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexer::tokens;

    fn paths(text: &str, module: &str) -> Vec<String> {
        let found = rust_paths(&tokens(text), &module_of(module));
        found.iter().map(|path| path.segments.join("::")).collect()
    }

    #[test]
    fn use_trees_are_spread_out() {
        let text = "pub use a::{self, b::{c as d, e}, f::*}; use g; use ::h::i;";
        assert_eq!(paths(text, "lib.rs"), ["a", "a::b::c", "a::b::e", "a::f::*", "g", "h::i"]);
    }

    #[test]
    fn super_and_self_are_resolved() {
        let text = "use super::state::State; use self::a::b; use super::super::c; super::d::e()";
        let wanted = [
            "crate::engine::state::State",
            "crate::engine::wasi::a::b",
            "crate::c",
            "crate::engine::d::e",
        ];
        assert_eq!(paths(text, "engine/wasi.rs"), wanted);
    }

    #[test]
    fn an_inline_module_is_one_deeper() {
        let text = "mod inner { use super::x; } use super::y;";
        assert_eq!(paths(text, "engine.rs"), ["crate::engine::x", "crate::y"]);
    }

    #[test]
    fn paths_in_code_are_found_and_methods_are_not() {
        let text =
            "fn f(x: &toml::Value) { x.a::<b::c>(); <T as serde::Serialize>::go(::std::fs::A) }";
        assert_eq!(
            paths(text, "lib.rs"),
            ["toml::Value", "b::c", "serde::Serialize", "std::fs::A"]
        );
    }
}
