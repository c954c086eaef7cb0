//! The global options, and the parts of the command line that several verbs share.

mod link;
mod values;

pub(crate) use link::LinkArgs;
pub(crate) use values::code;

use crate::commands::Command;
use clap::{ArgAction, Args, Parser, ValueEnum};

const ENVIRONMENT: &str = "\
Environment:
  WASM_BROKER_LOG        what to log, for instance `wasm_broker=debug`; falls back to RUST_LOG
  WASM_BROKER_CACHE_DIR  folder in which compiled modules are kept
  NO_COLOR               no colours, unless --color always

Exit codes:
  0    all is well
  1    the link or check failed, or a file cannot be read or is not wasm
  2    the command line or the manifest is wrong
  124  the time or the fuel is gone
  134  the guest trapped
  else the guest's own

Example:
  wasm-broker run main.wasm --side math.wasm --invoke add 2 3";

/// dlopen for WebAssembly modules that do not share a memory.
#[derive(Debug, Parser)]
#[command(
    name = "wasm-broker",
    version,
    max_term_width = 100,
    subcommand_required = true,
    disable_help_subcommand = true,
    after_help = ENVIRONMENT
)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every verb.
#[derive(Clone, Debug, Default, Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Say more; twice or three times for still more.
    #[arg(short, long, action = ArgAction::Count, global = true)]
    pub(crate) verbose: u8,
    /// Say nothing but errors.
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(crate) quiet: bool,
    /// When to use colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value_t, global = true)]
    pub(crate) color: Color,
    /// Results and errors as JSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// No progress line while modules are compiled.
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
}

/// When to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
