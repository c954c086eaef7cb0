//! The command line of wasm-broker: parse arguments, call the library, print. No decisions.
//!
//! Invariants: results go to stdout, talk to stderr; a closed pipe ends the program silently; every
//! error begins with its code; nothing here decides how modules are linked.
//!
//! To add a verb: 1. `commands/<verb>.rs` with its arguments and its function; 2. a variant and an
//! arm in `commands.rs`; 3. a case under `tests/cli/`.

mod commands;
mod failure;
mod options;
mod output;
mod progress;
mod report;
mod session;
mod usage;

use clap::Parser;
use failure::Failure;
use options::Cli;
use session::Session;
use std::ffi::OsString;
use std::io::ErrorKind;
use std::process::ExitCode;

/// Exit code of a failed link or check, or of an input that cannot be read.
const EXIT_FAILURE: u8 = 1;

fn main() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    let status = match Cli::try_parse_from(&args) {
        Ok(cli) => run(cli),
        Err(error) => usage::show(&error, &args),
    };
    ExitCode::from(status)
}

fn run(cli: Cli) -> u8 {
    let session = Session::new(cli.global);
    let outcome = session.start_log().and_then(|()| commands::run(&session, cli.command));
    match outcome {
        Ok(status) => status,
        Err(Failure::Errors(errors)) => {
            session.show_errors(&errors);
            errors.first().map_or(EXIT_FAILURE, failure::exit_code)
        }
        // The reader has gone away and wants no more: that is its right, and no error.
        Err(Failure::Output(cause)) if cause.kind() == ErrorKind::BrokenPipe => 0,
        Err(Failure::Output(cause)) => {
            session.show_errors(&[failure::unwritable(&cause)]);
            EXIT_FAILURE
        }
    }
}
