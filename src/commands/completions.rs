//! `completions`: a script that completes this program's options in a shell.

use crate::failure::Failure;
use crate::options::Cli;
use crate::session::Session;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

const EXAMPLES: &str = "\
Examples:
  wasm-broker completions bash > ~/.local/share/bash-completion/completions/wasm-broker
  wasm-broker completions fish > ~/.config/fish/completions/wasm-broker.fish";

/// Print a completion script for a shell.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    shell: Shell,
}

pub(crate) fn run(session: &Session, args: &CompletionsArgs) -> Result<u8, Failure> {
    // Into memory first: the generator panics where it cannot write.
    let mut script = Vec::new();
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    clap_complete::generate(args.shell, &mut command, name, &mut script);
    session.print(&String::from_utf8_lossy(&script))?;
    Ok(0)
}
