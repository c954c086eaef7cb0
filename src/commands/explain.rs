//! `explain`: the long text of an error code.

use crate::failure::Failure;
use crate::options::code;
use crate::output::Columns;
use crate::report::{HEAD, painted};
use crate::session::Session;
use clap::Args;
use serde_json::json;
use wasm_broker::Code;

/// Width of a line of text, in characters.
const LINE_CHARS: usize = 80;

const EXAMPLES: &str = "\
Examples:
  wasm-broker explain 5012
  wasm-broker explain            every code, one per line";

/// Explain an error code.
///
/// Takes the number, the name, or the whole `error[5012]`; without a code, lists all.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// The code, for instance 5012.
    #[arg(value_parser = code)]
    code: Option<Code>,
}

pub(crate) fn run(session: &Session, args: &ExplainArgs) -> Result<u8, Failure> {
    match (args.code, session.wants_json()) {
        (Some(code), true) => session.print_json(&format!("{:#}", in_json(code)))?,
        (Some(code), false) => session.print(&text(code))?,
        (None, true) => {
            let all: serde_json::Value = Code::ALL.iter().copied().map(in_json).collect();
            session.print_json(&format!("{all:#}"))?;
        }
        (None, false) => session.print(&list())?,
    }
    Ok(0)
}

fn text(code: Code) -> String {
    let title = painted(HEAD, &format!("{code} {}", code.name()));
    let paragraphs: Vec<String> = code.explanation().split("\n\n").map(wrapped).collect();
    format!("{title}: {}\n\n{}\n", code.summary(), paragraphs.join("\n\n"))
}

fn list() -> String {
    let mut columns = Columns::default();
    for code in Code::ALL {
        columns.push([code.to_string(), code.name().to_owned(), code.summary().to_owned()]);
    }
    columns.lines().join("\n") + "\n"
}

fn in_json(code: Code) -> serde_json::Value {
    json!({
        "code": code.number(),
        "name": code.name(),
        "summary": code.summary(),
        "explanation": code.explanation(),
    })
}

/// One paragraph in lines of at most [`LINE_CHARS`], if its words allow.
fn wrapped(paragraph: &str) -> String {
    let mut text = String::new();
    let mut n_line_chars = 0;
    for word in paragraph.split_whitespace() {
        let n_chars = word.chars().count();
        if n_line_chars > 0 {
            let fits = n_line_chars + 1 + n_chars <= LINE_CHARS;
            text.push(if fits { ' ' } else { '\n' });
            n_line_chars = if fits { n_line_chars + 1 } else { 0 };
        }
        text.push_str(word);
        n_line_chars += n_chars;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_explanation_fits_a_terminal() {
        for code in Code::ALL {
            let text = text(*code);
            let longest = text.lines().skip(1).map(|line| line.chars().count()).max();
            assert!(longest.unwrap_or_default() <= LINE_CHARS, "{text}");
        }
    }
}
