//! Rust text to tokens, as far as the checks need it: comments gone, strings whole, lines kept.
//!
//! Written here rather than taken from `proc-macro2`: line numbers there need a feature that makes
//! every derive of the workspace slower to build, and this is small.

/// What a token is. Numbers, lifetimes and characters carry no text: no check asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Ident(String),
    /// The value of a string of any kind (plain, raw, byte, C), with its simple escapes resolved.
    Text(String),
    Punct(char),
    Other,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// The line on which the token begins, from 1.
    pub(crate) line: usize,
}

impl Token {
    pub(crate) fn is(&self, punct: char) -> bool {
        self.kind == Kind::Punct(punct)
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        self.word() == Some(word)
    }

    pub(crate) fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Ident(word) => Some(word),
            _ => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// A function that has a body: `tokens[first]` is its `fn`, `tokens[last]` the closing brace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function<'a> {
    pub(crate) name: &'a str,
    pub(crate) line: usize,
    pub(crate) n_lines: usize,
}

/// All tokens of a file.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { rest: text, line: 1, tokens: Vec::new() };
    while lexer.step() {}
    lexer.tokens
}

/// The tokens that are in the product: without items under `#[test]` or `#[cfg(test)]`.
pub(crate) fn product_tokens(text: &str) -> Vec<Token> {
    let all = tokens(text);
    let mut kept = Vec::new();
    let mut at = 0;
    while at < all.len() {
        match test_attribute_end(&all, at) {
            Some(end) => at = item_end(&all, end),
            None => {
                kept.push(all[at].clone());
                at += 1;
            }
        }
    }
    kept
}

/// Every function with a body, nested ones too.
pub(crate) fn functions(tokens: &[Token]) -> Vec<Function<'_>> {
    let mut found = Vec::new();
    for at in 0..tokens.len().saturating_sub(1) {
        let Some(name) = tokens[at + 1].word().filter(|_| tokens[at].is_word("fn")) else {
            continue;
        };
        let last = item_end(tokens, at) - 1;
        if tokens[last].is('}') {
            let line = tokens[at].line;
            found.push(Function { name, line, n_lines: tokens[last].line - line + 1 });
        }
    }
    found
}

/// The index after the bracket that closes the one at `open`.
pub(crate) fn group_end(tokens: &[Token], open: usize) -> usize {
    let mut depth = 0_usize;
    for (at, token) in tokens.iter().enumerate().skip(open) {
        match token.kind {
            Kind::Punct('(' | '[' | '{') => depth += 1,
            Kind::Punct(')' | ']' | '}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The index after the item that begins at `start`: after its body, or after its semicolon.
fn item_end(tokens: &[Token], start: usize) -> usize {
    let mut at = start;
    while at < tokens.len() {
        match tokens[at].kind {
            Kind::Punct(';') => return at + 1,
            Kind::Punct('{') => return group_end(tokens, at),
            Kind::Punct('(' | '[') => at = group_end(tokens, at),
            _ => at += 1,
        }
    }
    tokens.len()
}

/// The index after the attribute at `at`, if that is one that marks test code.
fn test_attribute_end(tokens: &[Token], at: usize) -> Option<usize> {
    let opens = tokens[at].is('#') && tokens.get(at + 1).is_some_and(|token| token.is('['));
    let end = if opens { group_end(tokens, at + 1) } else { return None };
    let inside: Vec<_> = tokens[at + 2..end - 1].iter().filter_map(Token::word).collect();
    let marks_test = match inside.as_slice() {
        ["test"] => true,
        ["cfg", rest @ ..] => rest.contains(&"test") && !rest.contains(&"not"),
        _ => false,
    };
    marks_test.then_some(end)
}

struct Lexer<'a> {
    rest: &'a str,
    line: usize,
    tokens: Vec<Token>,
}

impl Lexer<'_> {
    /// Takes one token, comment or blank; false at the end.
    fn step(&mut self) -> bool {
        let Some(first) = self.rest.chars().next() else { return false };
        if self.rest.starts_with("//") {
            self.take(self.rest.find('\n').unwrap_or(self.rest.len()));
        } else if self.rest.starts_with("/*") {
            self.take(block_comment_bytes(self.rest));
        } else if let Some((prefix_bytes, n_hashes)) = raw_string(self.rest) {
            self.raw_string(prefix_bytes, n_hashes);
        } else if let Some(prefix_bytes) = plain_string(self.rest) {
            self.plain_string(prefix_bytes);
        } else if first == '\'' || self.rest.starts_with("b'") {
            self.push(Kind::Other, quote_bytes(self.rest));
        } else if first.is_ascii_digit() {
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let n_bytes = self.rest.find(|c: char| !is_part(c)).unwrap_or(self.rest.len());
            self.push(Kind::Other, n_bytes);
        } else if first.is_alphabetic() || first == '_' {
            let raw = self.rest.strip_prefix("r#").unwrap_or(self.rest);
            let is_part = |c: char| c.is_alphanumeric() || c == '_';
            let n_bytes = raw.find(|c: char| !is_part(c)).unwrap_or(raw.len());
            let word = raw[..n_bytes].to_owned();
            self.push(Kind::Ident(word), self.rest.len() - raw.len() + n_bytes);
        } else if first.is_whitespace() {
            self.take(first.len_utf8());
        } else {
            self.push(Kind::Punct(first), first.len_utf8());
        }
        true
    }

    fn push(&mut self, kind: Kind, n_bytes: usize) {
        self.tokens.push(Token { kind, line: self.line });
        self.take(n_bytes);
    }

    fn take(&mut self, n_bytes: usize) {
        let (taken, rest) = self.rest.split_at(n_bytes);
        self.line += taken.matches('\n').count();
        self.rest = rest;
    }

    fn raw_string(&mut self, prefix_bytes: usize, n_hashes: usize) {
        let end = format!("\"{}", "#".repeat(n_hashes));
        let body = &self.rest[prefix_bytes..];
        let body_bytes = body.find(&end).unwrap_or(body.len());
        let n_bytes = (prefix_bytes + body_bytes + end.len()).min(self.rest.len());
        self.push(Kind::Text(body[..body_bytes].to_owned()), n_bytes);
    }

    fn plain_string(&mut self, prefix_bytes: usize) {
        let (mut value, mut n_bytes, mut escaped) = (String::new(), self.rest.len(), false);
        let mut skips_blanks = false;
        for (at, c) in self.rest[prefix_bytes..].char_indices() {
            match c {
                _ if escaped => {
                    escaped = false;
                    skips_blanks = c == '\n';
                    value.extend(unescaped(c));
                }
                '\\' => escaped = true,
                '"' => {
                    n_bytes = prefix_bytes + at + 1;
                    break;
                }
                _ if skips_blanks && c.is_whitespace() => {}
                _ => {
                    skips_blanks = false;
                    value.push(c);
                }
            }
        }
        self.push(Kind::Text(value), n_bytes);
    }
}

/// What a simple escape stands for; the digits of a longer one stay as they are.
fn unescaped(c: char) -> Option<char> {
    match c {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        '0' => Some('\0'),
        '\n' => None,
        _ => Some(c),
    }
}

/// Comments nest.
fn block_comment_bytes(text: &str) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
            at += 2;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    text.len()
}

/// The bytes up to the text of a raw string, and its number of hashes.
fn raw_string(text: &str) -> Option<(usize, usize)> {
    let after = ["r", "br", "cr"].iter().find_map(|prefix| {
        let after = text.strip_prefix(prefix)?;
        after.starts_with(['"', '#']).then_some(after)
    })?;
    let n_hashes = after.bytes().take_while(|byte| *byte == b'#').count();
    let is_string = after[n_hashes..].starts_with('"');
    is_string.then_some((text.len() - after.len() + n_hashes + 1, n_hashes))
}

/// The bytes up to the text of a string with escapes.
fn plain_string(text: &str) -> Option<usize> {
    ["\"", "b\"", "c\""].iter().find(|start| text.starts_with(**start)).map(|start| start.len())
}

/// The bytes of a character, or of the quote of a lifetime: `'a'` ends with a quote, `'a` does not.
fn quote_bytes(text: &str) -> usize {
    let start = if text.starts_with('b') { 2 } else { 1 };
    let mut chars = text[start..].char_indices();
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), Some((escape_at, escape))) => {
            let after = start + escape_at + escape.len_utf8();
            text[after..].find('\'').map_or(text.len(), |end| after + end + 1)
        }
        (Some(_), Some((end, '\''))) => start + end + 1,
        _ => start,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).iter().filter_map(|token| token.word().map(str::to_owned)).collect()
    }

    fn texts(text: &str) -> Vec<String> {
        tokens(text).iter().filter_map(|token| token.text().map(str::to_owned)).collect()
    }

    #[test]
    fn comments_and_strings_hide_their_words() {
        let text = "a // b\n/* c /* d */ e */ f \"g // h\" i r#\"j \" k\"# l b\"m\\\"n\" o";
        assert_eq!(words(text), ["a", "f", "i", "l", "o"]);
        assert_eq!(texts(text), ["g // h", "j \" k", "m\"n"]);
    }

    #[test]
    fn characters_and_lifetimes_are_told_apart() {
        assert_eq!(words("f::<'a>('\"', '\\'', b'\\\\', '\\u{2192}', x)"), ["f", "a", "x"]);
        assert_eq!(words("r#type \u{e9}t\u{e9} 1u32 0x_ff"), ["type", "\u{e9}t\u{e9}"]);
    }

    #[test]
    fn a_string_over_lines_counts_them() {
        let all = tokens("\"a \\\n    b\" c");
        assert_eq!((all[0].text(), all[0].line, all[1].line), (Some("a b"), 1, 2));
    }

    #[test]
    fn test_items_are_left_out() {
        let text = "fn a() {} #[cfg(test)] #[allow(x)] mod tests { fn b() {} } \
                    #[test] fn c() {} #[cfg(test)] mod d; #[cfg(not(test))] fn e() {}";
        let kept = product_tokens(text);
        let names: Vec<_> = functions(&kept).iter().map(|function| function.name).collect();
        assert_eq!(names, ["a", "e"]);
    }

    #[test]
    fn functions_have_a_length() {
        let text = "trait T { fn a(); }\nfn b(x: [u8; 2])\n{\n  if x {}\n}\ntype F = fn(u8);";
        let all = tokens(text);
        let found = functions(&all);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].name, found[0].line, found[0].n_lines), ("b", 2, 4));
    }
}
