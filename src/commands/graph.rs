//! `graph`: the plan as a picture.

use super::plan::verdict;
use crate::failure::Failure;
use crate::options::LinkArgs;
use crate::session::Session;
use clap::{Args, ValueEnum};

const EXAMPLES: &str = "\
Examples:
  wasm-broker graph main.wasm -s math.wasm > link.mmd
  wasm-broker graph --format dot | dot -Tsvg > link.svg";

/// Draw which module gets what from whom.
///
/// Exits with 1 when something is missing; the picture shows it too.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct GraphArgs {
    #[command(flatten)]
    link: LinkArgs,
    /// The language of the picture.
    #[arg(long, value_enum, default_value_t, help_heading = None)]
    format: Format,
}

/// The language of the picture.
#[derive(Clone, Copy, Debug, Default, ValueEnum)]
enum Format {
    /// For Markdown pages.
    #[default]
    Mermaid,
    /// For Graphviz.
    Dot,
}

pub(crate) fn run(session: &Session, args: &GraphArgs) -> Result<u8, Failure> {
    let builder = args.link.builder(session)?;
    let draft = builder.draft()?;
    let picture = match args.format {
        Format::Mermaid => draft.plan.to_mermaid(),
        Format::Dot => draft.plan.to_dot(),
    };
    session.print(&format!("{}\n", picture.trim_end()))?;
    verdict(session, &builder, &draft)
}
