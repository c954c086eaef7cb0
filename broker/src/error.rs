//! The error of this library: a code, a headline, and what the reader needs to act.
//!
//! Invariants: every failure that a user can reach has a [`Code`]; guest text in a message is
//! escaped with [`quoted`]; no text of the engine is shown with its debug form.

mod code;

pub use code::Code;

use std::fmt;

/// Guest names longer than this many characters are clipped in messages.
const SHOWN_NAME_CHARS: usize = 256;

/// The result of this library's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong, with its [`Code`], all findings of a kind together.
///
/// `Display` prints the whole block: `error[5012]: …`, then one line per detail.
#[derive(Clone, Debug)]
pub struct Error(Box<Inner>);

#[derive(Clone, Debug)]
struct Inner {
    code: Code,
    message: String,
    details: Vec<Detail>,
    trap: bool,
    bound: Option<Bound>,
    guest_exit: Option<GuestExit>,
}

/// How a guest ended the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct GuestExit {
    status: i32,
    handlers_are_due: bool,
    /// Whether the program that it ended is left: for another one it is an error like others.
    is_over: bool,
}

/// One line or picture under the headline of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Detail {
    /// A sentence about one finding.
    Finding(String),
    /// A sentence that says where on the host a file lies: guests are not told.
    File(String),
    /// Where a name was looked for, in order.
    LookedIn(Vec<String>),
    /// What to do.
    Help(String),
    /// A piece of source with the part that is meant.
    Snippet(Snippet),
    /// One frame of a trap's call stack, innermost first.
    Frame(Frame),
}

/// A piece of source text with the part that is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The file, or how the text was made: `main.wasm (printed as WAT)`.
    pub origin: String,
    /// The lines to show, without the final line break.
    pub source: String,
    /// The number of the first line in `source`, counted from 1.
    pub first_line: usize,
    /// The part that is meant, in bytes of `source`.
    pub span: std::ops::Range<usize>,
    /// What is wrong with it.
    pub label: String,
}

/// One frame of a trap's call stack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The module's name in the link.
    pub module: String,
    /// The function's name, or `func[12]`.
    pub function: String,
    /// `file:line:column`, where the module carries line information.
    pub line: Option<String>,
    /// The byte offset in the module as it was given to us (before lifting).
    pub module_offset: Option<usize>,
    /// How the call left this module, if the frame inside is in another one: `call crossed main →
    /// math through import `math.boom``.
    pub crossing: Option<String>,
}

/// What was asked for and what is allowed, for limit errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What was asked for.
    pub given: u64,
    /// What is allowed.
    pub limit: u64,
}

impl Error {
    /// An error with this code and headline.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self(Box::new(Inner {
            code,
            message: message.into(),
            details: Vec::new(),
            trap: false,
            bound: None,
            guest_exit: None,
        }))
    }

    /// A limit error: `what` was `given`, `limit` is allowed.
    pub fn limit(code: Code, what: &str, given: u64, limit: u64) -> Self {
        let mut error = Self::new(code, format!("{what}: {given} given, limit is {limit}"));
        error.0.bound = Some(Bound { given, limit });
        error
    }

    /// The guest ended the program with this exit code, and has done what is due at its end.
    #[cfg(feature = "engine")]
    pub(crate) fn exit(status: i32) -> Self {
        let mut error = Self::new(Code::CallError, format!("the guest exited with {status}"));
        error.0.guest_exit = Some(GuestExit { status, handlers_are_due: false, is_over: false });
        error
    }

    /// The guest asks its host to end the program: `atexit` handlers are still to run.
    #[cfg(feature = "engine")]
    pub(crate) fn exit_by_host(status: i32) -> Self {
        let mut error = Self::exit(status);
        if let Some(exit) = &mut error.0.guest_exit {
            exit.handlers_are_due = true;
        }
        error
    }

    /// Whether `atexit` handlers are still to run.
    #[cfg(feature = "engine")]
    pub(crate) fn handlers_are_due(&self) -> bool {
        self.0.guest_exit.is_some_and(|exit| exit.handlers_are_due)
    }

    /// The same error, now that its program is left.
    #[cfg(feature = "engine")]
    pub(crate) fn after_exit(mut self) -> Self {
        if let Some(exit) = &mut self.0.guest_exit {
            exit.is_over = true;
        }
        self
    }

    /// The same error in another program than the one that it ended, if it ended one.
    #[cfg(feature = "engine")]
    pub(crate) fn in_another_program(mut self) -> Self {
        self.0.guest_exit = self.0.guest_exit.filter(|exit| !exit.is_over);
        self
    }

    /// The same error, where no guest code has run after all.
    #[cfg(feature = "engine")]
    pub(crate) fn without_guest_code(mut self) -> Self {
        self.0.trap = false;
        self
    }

    /// The same error, raised while guest code was running: printed as `trap[…]`.
    #[must_use]
    pub fn into_trap(mut self) -> Self {
        self.0.trap = true;
        self
    }

    /// The same error with one more detail.
    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.0.details.push(detail);
        self
    }

    /// The same error with a sentence about one finding, before what to do.
    #[must_use]
    pub fn finding(self, text: impl Into<String>) -> Self {
        self.before_help(Detail::Finding(text.into()))
    }

    /// The same error with the file that it is about.
    #[must_use]
    pub(crate) fn in_file(self, path: &std::path::Path) -> Self {
        self.before_help(Detail::File(format!("in {}", quoted(&path.to_string_lossy()))))
    }

    fn before_help(mut self, detail: Detail) -> Self {
        let details = &mut self.0.details;
        let is_help = |detail: &Detail| matches!(detail, Detail::Help(_));
        let at = details.iter().position(is_help).unwrap_or(details.len());
        details.insert(at, detail);
        self
    }

    /// The same error with what to do.
    #[must_use]
    pub fn help(self, text: impl Into<String>) -> Self {
        self.with(Detail::Help(text.into()))
    }

    /// The code.
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// The headline: lower case, no full stop.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// What stands under the headline, in order.
    pub fn details(&self) -> &[Detail] {
        &self.0.details
    }

    /// Whether it was raised while guest code was running.
    pub fn is_trap(&self) -> bool {
        self.0.trap
    }

    /// What was asked for and what is allowed, for limit errors.
    pub fn bound(&self) -> Option<Bound> {
        self.0.bound
    }

    /// The exit code, if the guest ended the program by itself (`proc_exit`).
    pub fn guest_exit(&self) -> Option<i32> {
        self.0.guest_exit.map(|exit| exit.status)
    }

    /// The frames of a trap's call stack, innermost first.
    pub fn frames(&self) -> impl Iterator<Item = &Frame> {
        self.0.details.iter().filter_map(|detail| match detail {
            Detail::Frame(frame) => Some(frame),
            _ => None,
        })
    }

    /// `error[5012]` or `trap[5002]`.
    pub fn title(&self) -> String {
        format!("{}[{}]", if self.0.trap { "trap" } else { "error" }, self.0.code)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.title(), self.0.message)?;
        let mut frame_idx = 0_usize;
        for detail in &self.0.details {
            f.write_str("\n")?;
            if let Detail::Frame(frame) = detail {
                write!(f, "{frame_idx:>4}  {frame}")?;
                frame_idx += 1;
            } else {
                detail.fmt(f)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Detail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finding(text) | Self::File(text) => write!(f, "  {text}"),
            Self::LookedIn(places) => write!(f, "  looked in: {}", places.join(", ")),
            Self::Help(text) => write!(f, "  help: {text}"),
            Self::Snippet(snippet) => write!(f, "  --> {snippet}"),
            Self::Frame(frame) => frame.fmt(f),
        }
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.span.start.min(self.source.len());
        let before = self.source.get(..start).unwrap_or_default();
        let line = self.first_line + before.matches('\n').count();
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        write!(f, "{}:{line}:{column}: {}", self.origin, self.label)
    }
}

impl fmt::Display for Frame {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}  {}", self.module, self.function)?;
        if let Some(line) = &self.line {
            write!(f, "  {line}")?;
        }
        if let Some(offset) = self.module_offset {
            write!(f, "  module offset {offset:#x}")?;
        }
        match &self.crossing {
            Some(crossing) => write!(f, "\n       ↑ {crossing}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for Error {}

/// `name` as it may stand in a message: control and direction characters escaped, clipped, in
/// backticks.
pub fn quoted(name: &str) -> String {
    format!("`{}`", escaped(name))
}

/// Text of several lines that quotes a guest, each line escaped.
pub(crate) fn quoted_lines(text: &str) -> String {
    text.lines().map(escaped_line).collect::<Vec<_>>().join("\n  ")
}

fn escaped_line(line: &str) -> String {
    line.chars()
        .take(4 * SHOWN_NAME_CHARS)
        .map(|c| match c.is_control() || is_invisible(c) {
            true => c.escape_unicode().to_string(),
            false => c.to_string(),
        })
        .collect()
}

/// `name` as [`quoted`] shows it, without the backticks.
pub fn escaped(name: &str) -> String {
    let mut shown = String::new();
    for (n_chars, c) in name.chars().enumerate() {
        if n_chars == SHOWN_NAME_CHARS {
            shown.push('…');
            break;
        }
        match c {
            '`' | '\\' => shown.extend(['\\', c]),
            c if c.is_control() || is_invisible(c) => shown.extend(c.escape_unicode()),
            c => shown.push(c),
        }
    }
    shown
}

/// Characters that have no shape of their own, or only change how the text around them looks: those
/// of the categories Cf, Zl and Zp of Unicode 17, all that it calls ignorable by default (fillers
/// and variation selectors too), and what is left free among them for more.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
        | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{110bd}' | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guest_names_cannot_spoil_a_message() {
        let cases = [
            ("add", "`add`"),
            ("", "``"),
            ("a\nb", "`a\\u{a}b`"),
            ("\u{1b}[31mred", "`\\u{1b}[31mred`"),
            ("\u{202e}evil", "`\\u{202e}evil`"),
            ("a\u{fff9}b\u{fffa}c\u{fffb}", "`a\\u{fff9}b\\u{fffa}c\\u{fffb}`"),
            ("\u{180e}\u{600}\u{1d173}\u{e0001}", "`\\u{180e}\\u{600}\\u{1d173}\\u{e0001}`"),
            ("\u{3164}\u{115f}\u{1160}\u{ffa0}", "`\\u{3164}\\u{115f}\\u{1160}\\u{ffa0}`"),
            ("a\u{34f}\u{17b4}\u{fe0f}", "`a\\u{34f}\\u{17b4}\\u{fe0f}`"),
            ("tick`", "`tick\\``"),
            ("grüße", "`grüße`"),
        ];
        for (name, shown) in cases {
            assert_eq!(quoted(name), shown);
        }
        assert_eq!(quoted(&"x".repeat(100_000)).chars().count(), SHOWN_NAME_CHARS + 3);
    }

    #[test]
    fn an_error_prints_as_a_block() {
        let error = Error::new(Code::UnresolvedImport, "1 import has no provider")
            .finding("side `math` wants `env.lgo` (func (param i32))")
            .with(Detail::LookedIn(vec!["main".to_owned(), "host".to_owned()]))
            .help("main exports `log`: did you mean that?");
        assert_eq!(
            error.to_string(),
            "error[5012]: 1 import has no provider\n  \
             side `math` wants `env.lgo` (func (param i32))\n  \
             looked in: main, host\n  \
             help: main exports `log`: did you mean that?"
        );
    }

    #[test]
    fn a_limit_error_carries_both_numbers() {
        let error = Error::limit(Code::LimitExceeded, "modules in a link", 65, 64);
        assert_eq!(error.bound(), Some(Bound { given: 65, limit: 64 }));
        assert_eq!(error.message(), "modules in a link: 65 given, limit is 64");
    }
}
