//! How errors look.

use super::*;
use wasm_broker::Code;

fn without_colors(error: &Error) -> String {
    anstream::adapter::strip_str(&drawn(error)).to_string()
}

fn snippet(source: &str, span: std::ops::Range<usize>) -> Detail {
    Detail::Snippet(Snippet {
        origin: "main.wasm (printed as WAT)".to_owned(),
        source: source.to_owned(),
        first_line: 4,
        span,
        label: "`main` wants (func)".to_owned(),
    })
}

#[test]
fn an_error_with_source_is_drawn_with_a_caret() {
    let error = Error::new(Code::UnresolvedImport, "1 import has no provider")
        .with(snippet("  (import \"math\" \"gama\" (func))", 2..31))
        .with(Detail::LookedIn(vec!["manifest".to_owned(), "math".to_owned()]))
        .help("`math` exports `gamma` with the same type");
    let expected = "\
error[5012]: 1 import has no provider
 --> main.wasm (printed as WAT):4:3
  |
4 |   (import \"math\" \"gama\" (func))
  |   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `main` wants (func)
  |
  = looked in: manifest, math
  = help: `math` exports `gamma` with the same type
";
    assert_eq!(without_colors(&error), expected);
}

#[test]
fn an_error_without_source_is_a_list() {
    let error = Error::new(Code::ExportNotFound, "no export `ad`")
        .finding("`main` exports `add`")
        .help("did you mean `add`?");
    let expected =
        "error[5003]: no export `ad`\n  `main` exports `add`\n  help: did you mean `add`?\n";
    assert_eq!(without_colors(&error), expected);
}

#[test]
fn frames_stand_in_columns() {
    let frame = |module: &str, function: &str, line: Option<&str>, crossing: Option<&str>| {
        Detail::Frame(Frame {
            module: module.to_owned(),
            function: function.to_owned(),
            line: line.map(str::to_owned),
            module_offset: Some(0x33),
            crossing: crossing.map(str::to_owned),
        })
    };
    let error = Error::new(Code::CallError, "unreachable")
        .into_trap()
        .with(frame("math", "boom", Some("math.wat:6:5"), None))
        .with(frame("m", "go", None, Some("call crossed main → math")));
    let expected = "\
trap[5002]: unreachable
   0  math  boom  math.wat:6:5  module offset 0x33
   1  m     go                  module offset 0x33
      ↑ call crossed main → math
";
    assert_eq!(without_colors(&error), expected);
}

#[test]
fn no_span_and_no_source_stops_the_drawing() {
    let sources = ["", "ä", "a\tb", "\u{202e}x", "日本語"];
    for source in sources {
        for (start, end) in [(0, 0), (1, 1), (0, 99), (2, 1), (99, 99)] {
            let error = Error::new(Code::ManifestError, "x").with(snippet(source, start..end));
            assert!(without_colors(&error).starts_with("error[5025]: x\n"), "{source} {start}");
        }
    }
}
