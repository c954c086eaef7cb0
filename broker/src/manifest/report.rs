//! From the TOML reader's error to ours: one line of the text, a caret, and the nearest known word.

use crate::error::{Code, Detail, Error, Snippet, escaped, quoted, quoted_lines};
use std::ops::Range;

/// A word further away than this from every known one is not worth a suggestion.
const MAX_EDITS: usize = 3;

/// What the TOML reader says of a key or word that is not in the list.
struct UnknownWord {
    /// `key` or `value`.
    kind: &'static str,
    given: String,
    expected: Vec<String>,
}

/// The error for `cause` in `text`.
pub(super) fn error(cause: &toml::de::Error, text: &str, origin: &str) -> Error {
    let unknown = unknown_word(cause.message());
    let label = if unknown.is_some() { "not known here" } else { "here" };
    let error = Error::new(Code::ManifestError, sentence(cause, unknown.as_ref())).with(
        Detail::Snippet(snippet(text, cause.span().unwrap_or_default(), origin, label.to_owned())),
    );
    suggest(error, unknown.as_ref())
}

/// The error with `cause` as what was found, where there is no text that could be shown.
pub(super) fn explained(error: Error, cause: &toml::de::Error) -> Error {
    let unknown = unknown_word(cause.message());
    suggest(error.finding(sentence(cause, unknown.as_ref())), unknown.as_ref())
}

fn sentence(cause: &toml::de::Error, unknown: Option<&UnknownWord>) -> String {
    match unknown {
        Some(unknown) => format!("unknown {} {}", unknown.kind, quoted(&unknown.given)),
        // Keys and numbers are named as TOML does; serde calls them fields, and by Rust's types.
        None => {
            let text = cause.message().replacen("missing field", "missing key", 1);
            quoted_lines(&text.replacen(", expected u64", ", expected a whole number", 1))
        }
    }
}

/// The line that holds the byte at `offset_bytes`, counted from 1.
pub(super) fn line_at(text: &str, offset_bytes: usize) -> usize {
    text.bytes().take(offset_bytes).filter(|byte| *byte == b'\n').count() + 1
}

fn suggest(error: Error, unknown: Option<&UnknownWord>) -> Error {
    let Some(unknown) = unknown else { return error };
    let nearest = unknown
        .expected
        .iter()
        .map(|word| (strsim::damerau_levenshtein(word, &unknown.given), word))
        .filter(|(n_edits, word)| *n_edits <= MAX_EDITS && *n_edits < word.chars().count())
        .min_by_key(|(n_edits, _)| *n_edits);
    let error = match nearest {
        Some((_, word)) => error.help(format!("did you mean `{word}`?")),
        None => error,
    };
    let known: Vec<String> = unknown.expected.iter().map(|word| format!("`{word}`")).collect();
    error.help(format!("known here: {}", known.join(", ")))
}

/// Takes the sentence of serde apart: "unknown field `x`, expected one of `a`, `b`".
///
/// The list of expected words is in no other place; a test fails if a later serde words it anew.
fn unknown_word(message: &str) -> Option<UnknownWord> {
    let kinds = [("unknown field `", "key"), ("unknown variant `", "value")];
    let (rest, kind) =
        kinds.iter().find_map(|(start, kind)| Some((message.strip_prefix(start)?, *kind)))?;
    // The word is the user's and may hold anything, so the list is looked for from the end.
    let (given, list) = rest.rsplit_once("`, expected ")?;
    let expected = list.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    Some(UnknownWord { kind, given: given.to_owned(), expected })
}

/// The line where `span` starts, with the part of `span` that lies on it.
fn snippet(text: &str, span: Range<usize>, origin: &str, label: String) -> Snippet {
    // The reader marks a whole table where something in it is missing, and the end of the text
    // where more was expected; the last line break then belongs to no line that can be shown.
    let trimmed = text.trim_end_matches(['\n', '\r']);
    let start = floor_char(trimmed, span.start);
    let line_start = trimmed[..start].rfind('\n').map_or(0, |before| before + 1);
    let line_end = trimmed[start..].find('\n').map_or(trimmed.len(), |length| start + length);
    let source = trimmed[line_start..line_end].trim_end_matches('\r');
    // What is wrong may be one of the carriage returns that are not shown.
    let source_end = line_start + source.len();
    let start = start.min(source_end);
    let end = floor_char(trimmed, span.end).clamp(start, source_end);
    Snippet {
        origin: escaped(origin),
        source: source.to_owned(),
        first_line: line_at(text, line_start),
        span: start - line_start..end - line_start,
        label,
    }
}

/// The last place at or before `offset_bytes` where a character starts.
fn floor_char(text: &str, offset_bytes: usize) -> usize {
    text.floor_char_boundary(offset_bytes.min(text.len()))
}
