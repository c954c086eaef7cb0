//! `graph`: the plan as a picture.

use super::plan::verdict;
use crate::failure::Failure;
use crate::options::LinkArgs;
use crate::session::Session;
use clap::{Args, ValueEnum};
use serde_json::json;

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
    let (format, picture) = match args.format {
        Format::Mermaid => ("mermaid", draft.plan.to_mermaid()),
        Format::Dot => ("dot", draft.plan.to_dot()),
    };
    let picture = format!("{}\n", picture.trim_end());
    match session.wants_json() {
        true => {
            let object = json!({ "format": format, "picture": picture });
            session.print_json(&format!("{object:#}"))?;
        }
        false => session.print(&picture)?,
    }
    verdict(session, &builder, &draft)
}
