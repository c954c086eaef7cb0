//! Writing to stdout and stderr: whole texts, colours only where they are wanted.

use anstream::{AutoStream, ColorChoice};
use std::io::{self, Write};

/// Writes a text to stdout and flushes it, so that a closed pipe is noticed here.
pub(crate) fn stdout(text: &str, color: ColorChoice) -> io::Result<()> {
    let mut stream = AutoStream::new(io::stdout().lock(), color);
    stream.write_all(text.as_bytes())?;
    stream.flush()
}

/// Writes a text to stderr. Where that is closed there is nobody left to tell.
pub(crate) fn stderr(text: &str, color: ColorChoice) {
    let mut stream = AutoStream::new(io::stderr().lock(), color);
    let _nobody_listens = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
}

/// Text of any length in which characters that nobody sees stand by their numbers, but for line
/// breaks.
pub(crate) fn tamed(text: &str) -> String {
    let mut tame = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '`' | '\\' => tame.push(c),
            c => tame.push_str(&wasm_broker::escaped(c.encode_utf8(&mut [0; 4]))),
        }
    }
    tame
}

/// Lines of cells, each column as wide as its widest cell, two spaces apart.
#[derive(Debug, Default)]
pub(crate) struct Columns {
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// Cells wider than this do not widen their column: one long name must not push every other
    /// line off the screen.
    const MAX_WIDTH_CHARS: usize = 48;

    /// Adds a line of cells.
    pub(crate) fn push(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The lines, each without spaces at its end.
    pub(crate) fn lines(&self) -> Vec<String> {
        let n_columns = self.rows.iter().map(Vec::len).max().unwrap_or_default();
        let width = |column_idx: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column_idx));
            cells
                .map(|cell| cell.chars().count())
                .filter(|n_chars| *n_chars <= Self::MAX_WIDTH_CHARS)
                .max()
                .unwrap_or_default()
        };
        // A column without any text takes no place; one whose cells are all too wide does.
        let has_text = |column_idx: usize| {
            self.rows.iter().any(|row| row.get(column_idx).is_some_and(|cell| !cell.is_empty()))
        };
        let columns: Vec<_> = (0..n_columns).map(|idx| (width(idx), has_text(idx))).collect();
        let line = |row: &Vec<String>| {
            let cells = row.iter().zip(&columns).filter(|(_, (_, has_text))| *has_text);
            let padded: Vec<String> =
                cells.map(|(cell, &(width, _))| format!("{cell:width$}")).collect();
            padded.join("  ").trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// A JSON value on one line.
pub(crate) fn json_line(value: &serde_json::Value) -> String {
    format!("{}\n", safe_json(&value.to_string()))
}

/// JSON text in which characters that change how the text around them looks are written as escapes.
///
/// # Shape
/// They can stand inside strings only, where JSON takes either form, so the value stays the same.
pub(crate) fn safe_json(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if is_printable(c) {
            safe.push(c);
        } else {
            let units = &mut [0; 2];
            safe.extend(c.encode_utf16(units).iter().map(|unit| format!("\\u{unit:04x}")));
        }
    }
    safe
}

/// Whether a character may go to a terminal: the library's rule for names, and JSON's own layout.
fn is_printable(c: char) -> bool {
    let is_plain_ascii = c.is_ascii() && c != '\u{7f}';
    is_plain_ascii || wasm_broker::escaped(c.encode_utf8(&mut [0; 4])).starts_with(c)
}

/// `1 import`, `2 imports`.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    match n {
        1 => format!("1 {noun}"),
        _ => format!("{n} {noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_hold_what_is_too_wide_and_skip_what_is_empty() {
        let mut columns = Columns::default();
        let wide = "w".repeat(Columns::MAX_WIDTH_CHARS + 1);
        columns.push(["a".to_owned(), wide.clone(), String::new(), "b".to_owned()]);
        assert_eq!(columns.lines(), [format!("a  {wide}  b")]);
    }

    #[test]
    fn json_keeps_its_value_and_loses_its_tricks() {
        let value = serde_json::json!({ "a": "\u{202e}x\u{1b}\u{7f}\u{9b}ü\u{e0001}\n" });
        let text = safe_json(&value.to_string());
        assert_eq!(text, r#"{"a":"\u202ex\u001b\u007f\u009bü\udb40\udc01\n"}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).ok(), Some(value));
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let mut columns = Columns::default();
        columns.push(["a".to_owned(), "→ b".to_owned(), String::new()]);
        columns.push(["long".to_owned(), String::new(), String::new()]);
        columns.push(["b".to_owned(), "x".repeat(80), "end".to_owned()]);
        let wide = format!("b     {}  end", "x".repeat(80));
        assert_eq!(columns.lines(), ["a     → b", "long", wide.as_str()]);
    }
}
