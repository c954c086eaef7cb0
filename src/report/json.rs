//! An error as one JSON object.

use serde_json::{Value, json};
use wasm_broker::{Detail, Error, Frame, Snippet};

/// The error as one JSON object: what the block says, in named parts.
pub(crate) fn json(error: &Error) -> Value {
    let details = error.details();
    let findings: Vec<&String> = details.iter().filter_map(finding).collect();
    let helps: Vec<&String> = details.iter().filter_map(help).collect();
    let looked_in: Vec<&String> = details.iter().flat_map(looked_in).collect();
    let snippets: Vec<Value> = details.iter().filter_map(snippet).collect();
    let frames: Vec<Value> = error.frames().map(frame).collect();
    let bound = error.bound().map(|bound| json!({ "given": bound.given, "limit": bound.limit }));
    json!({
        "code": error.code().number(),
        "name": error.code().name(),
        "trap": error.is_trap(),
        "message": error.message(),
        "findings": findings,
        "looked_in": looked_in,
        "help": helps,
        "snippets": snippets,
        "frames": frames,
        "bound": bound,
    })
}

fn finding(detail: &Detail) -> Option<&String> {
    match detail {
        Detail::Finding(text) | Detail::File(text) => Some(text),
        _ => None,
    }
}

fn help(detail: &Detail) -> Option<&String> {
    match detail {
        Detail::Help(text) => Some(text),
        _ => None,
    }
}

fn looked_in(detail: &Detail) -> &[String] {
    match detail {
        Detail::LookedIn(places) => places,
        _ => &[],
    }
}

fn snippet(detail: &Detail) -> Option<Value> {
    let Detail::Snippet(Snippet { origin, source, first_line, span, label }) = detail else {
        return None;
    };
    Some(json!({
        "origin": origin,
        "first_line": first_line,
        "source": source,
        "span_bytes": [span.start, span.end],
        "label": label,
    }))
}

fn frame(frame: &Frame) -> Value {
    json!({
        "module": frame.module,
        "function": frame.function,
        "line": frame.line,
        "module_offset": frame.module_offset,
        "crossing": frame.crossing,
    })
}
