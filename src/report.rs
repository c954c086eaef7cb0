//! Drawing errors: with the piece of source where there is one, with aligned frames, or as JSON.

mod json;

pub(crate) use json::json;

use crate::output::Columns;
use annotate_snippets::{AnnotationKind, Element, Level, Renderer};
use clap::builder::styling::{AnsiColor, Style};
use wasm_broker::{Detail, Error, Frame, Snippet};

/// The style of what is as it should be.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// The style of what is wrong.
pub(crate) const BAD: Style = AnsiColor::BrightRed.on_default().bold();
/// The style of a heading.
pub(crate) const HEAD: Style = Style::new().bold();

/// `text` in a style; the stream takes the style out again where no colours are wanted.
pub(crate) fn painted(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// The whole block of an error, with a line break at its end.
pub(crate) fn drawn(error: &Error) -> String {
    let has_snippet = error.details().iter().any(|detail| matches!(detail, Detail::Snippet(_)));
    let mut text = if has_snippet { with_snippets(error) } else { plain(error) };
    for line in frames(error) {
        text.push('\n');
        text.push_str(&line);
    }
    text + "\n"
}

/// Title and details, one per line.
fn plain(error: &Error) -> String {
    let mut text = format!("{}: {}", painted(BAD, &error.title()), painted(HEAD, error.message()));
    for detail in error.details() {
        if !matches!(detail, Detail::Frame(_)) {
            text.push_str(&format!("\n{detail}"));
        }
    }
    text
}

fn with_snippets(error: &Error) -> String {
    let elements: Vec<Element<'_>> = error.details().iter().filter_map(element).collect();
    let number = error.code().to_string();
    let name = if error.is_trap() { "trap" } else { "error" };
    let title = Level::ERROR.with_name(name).primary_title(error.message()).id(number);
    Renderer::styled().render(&[title.elements(elements)])
}

fn element(detail: &Detail) -> Option<Element<'_>> {
    let note = || Level::NOTE.no_name();
    Some(match detail {
        Detail::Snippet(snippet) => source(snippet).into(),
        Detail::Finding(text) | Detail::File(text) => note().message(text).into(),
        Detail::LookedIn(places) => {
            note().message(format!("looked in: {}", places.join(", "))).into()
        }
        Detail::Help(text) => Level::HELP.message(text).into(),
        _ => return None,
    })
}

fn source(snippet: &Snippet) -> annotate_snippets::Snippet<'_, annotate_snippets::Annotation<'_>> {
    // The renderer stops the program for a span past the end or inside a character.
    let end = snippet.source.floor_char_boundary(snippet.span.end.min(snippet.source.len()));
    let start = snippet.source.floor_char_boundary(snippet.span.start.min(end));
    annotate_snippets::Snippet::source(&snippet.source)
        .line_start(snippet.first_line)
        .path(&snippet.origin)
        .fold(false)
        .annotation(AnnotationKind::Primary.span(start..end).label(&snippet.label))
}

/// The call stack: number, module, function, line, offset in columns; crossings under their frame.
fn frames(error: &Error) -> Vec<String> {
    let mut columns = Columns::default();
    for (frame_idx, frame) in error.frames().enumerate() {
        columns.push(cells(frame_idx, frame));
    }
    let mut lines = Vec::new();
    for (frame, line) in error.frames().zip(columns.lines()) {
        lines.push(line);
        lines.extend(frame.crossing.as_ref().map(|crossing| format!("      ↑ {crossing}")));
    }
    lines
}

fn cells(frame_idx: usize, frame: &Frame) -> [String; 5] {
    let offset = frame.module_offset.map(|offset| format!("module offset {offset:#x}"));
    [
        format!("{frame_idx:>4}"),
        frame.module.clone(),
        frame.function.clone(),
        frame.line.clone().unwrap_or_default(),
        offset.unwrap_or_default(),
    ]
}

#[cfg(test)]
mod tests;
