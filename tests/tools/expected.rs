//! What a case says of a run, line by line:
//!
//! ```text
//! run: --env A=b -- one two    what stands behind the module on the command line
//! < a line of stdin
//! exit: 7                      how it ends; 0 if nothing is said
//! > a line of stdout           all of them
//! ! part of stderr             each must be there; if none is said, stderr is empty
//! node: no, WHY                what emcc made is not run by node too; else it is, and must end
//!                              and print likewise
//! ```

use super::{shown, words};
use libtest_mimic::Failed;
use std::process::Output;

/// What is said of a run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Expected {
    pub(crate) words: Vec<String>,
    pub(crate) stdin: String,
    pub(crate) exit: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: Vec<String>,
    /// Why node does not run it.
    pub(crate) not_in_node: Option<String>,
}

impl Expected {
    /// Reads a line; no if it is none of these. `place` is where it stands.
    pub(crate) fn take(&mut self, line: &str, place: &str) -> bool {
        let (key, value) = line.split_once(' ').unwrap_or((line, ""));
        match key {
            "run:" => self.words = words(value),
            "exit:" => self.exit = value.parse().unwrap(),
            "<" => self.stdin += &format!("{value}\n"),
            ">" => self.stdout += &format!("{value}\n"),
            "!" => self.stderr.push(value.to_owned()),
            "node:" => {
                let why = value.strip_prefix("no, ").filter(|why| !why.is_empty());
                let why = why.unwrap_or_else(|| panic!("{place}: says not why: {line}"));
                self.not_in_node = Some(why.to_owned());
            }
            _ => return false,
        }
        true
    }

    /// Whether a run ended and printed like this.
    pub(crate) fn agrees(&self, who: &str, output: &Output) -> Result<(), Failed> {
        let stdout = String::from_utf8_lossy(&output.stdout);
        match output.status.code() == Some(self.exit) && stdout == self.stdout {
            true => Ok(()),
            false => {
                let expected = format!("expected with {who}: exit {}\n{}", self.exit, self.stdout);
                Err(format!("{expected}found: {}", shown(output)).into())
            }
        }
    }

    /// Whether a run said to stderr what is expected, and nothing where nothing is.
    pub(crate) fn agrees_in_stderr(&self, output: &Output) -> Result<(), Failed> {
        let stderr = String::from_utf8_lossy(&output.stderr);
        if let Some(part) = self.stderr.iter().find(|part| !stderr.contains(*part)) {
            return Err(format!("stderr does not say `{part}`:\n{}", shown(output)).into());
        }
        match self.stderr.is_empty() && !stderr.is_empty() {
            true => Err(format!("stderr is not empty:\n{stderr}").into()),
            false => Ok(()),
        }
    }
}
