//! Errors of the command line itself, help and version: what clap has to say, in our words.

use crate::failure::{exit_code, unwritable};
use crate::options::{Color, Global};
use crate::session::color_choice;
use crate::{output, report};
use anstream::ColorChoice;
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io;
use wasm_broker::{Code, Error};

/// What clap would answer with the whole help.
const NO_COMMAND: &str = "\
error: no command was given

Usage: wasm-broker [OPTIONS] <COMMAND>

For more information, try '--help'.
";

/// Shows what clap says and returns the exit code.
pub(crate) fn show(error: &clap::Error, args: &[OsString]) -> u8 {
    let global = typed_globals(args);
    let color = color_choice(global.color);
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        return match output::stdout(&error.render().ansi().to_string(), color) {
            Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => {
                let error = unwritable(&cause);
                output::stderr(&report::drawn(&error), color);
                exit_code(&error)
            }
            _ => 0,
        };
    }
    let text = match error.kind() {
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            NO_COMMAND.to_owned()
        }
        _ => shown(error, args),
    };
    if global.json {
        let message = anstream::adapter::strip_str(&text).to_string();
        let message = message.trim().trim_start_matches("error:").trim();
        let headline = message.lines().next().unwrap_or_default();
        let usage = Error::new(Code::ManifestError, headline);
        output::stderr(&output::json_line(&report::json(&usage)), ColorChoice::Never);
    } else {
        let title = format!("error[{}]:", Code::ManifestError);
        output::stderr(&text.replacen("error:", &title, 1), color);
    }
    exit_code(&Error::new(Code::ManifestError, ""))
}

/// What clap says, in its colours. It repeats what was typed, and where that would do something to
/// a terminal, it is shown in plain letters and without colours, whose marks could be anybody's.
fn shown(error: &clap::Error, args: &[OsString]) -> String {
    let is_tame = |arg: &OsString| {
        let arg = arg.to_string_lossy();
        output::tamed(&arg) == arg
    };
    match args.iter().all(is_tame) {
        true => error.render().ansi().to_string(),
        false => output::tamed(&error.render().to_string()),
    }
}

/// The global options that matter for an error, read by hand because clap gave up before it could.
fn typed_globals(args: &[OsString]) -> Global {
    let mut global = Global::default();
    let ours = args.iter().take_while(|arg| *arg != "--" && *arg != "--invoke");
    let words: Vec<_> = ours.map(|arg| arg.to_string_lossy()).collect();
    for (idx, word) in words.iter().enumerate() {
        let color = match word.strip_prefix("--color") {
            Some("") => words.get(idx + 1).map(AsRef::as_ref),
            Some(value) => value.strip_prefix('='),
            None => None,
        };
        match color {
            Some("always") => global.color = Color::Always,
            Some("never") => global.color = Color::Never,
            _ => {}
        }
        global.json |= word == "--json";
    }
    global
}
