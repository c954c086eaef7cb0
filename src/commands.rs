//! The verbs: one file each, with its arguments and its function.

mod bench;
mod completions;
mod explain;
mod graph;
mod inspect;
mod plan;
mod run;

use crate::failure::Failure;
use crate::session::Session;
use clap::Subcommand;

/// What the user wants done.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Run(run::RunArgs),
    Inspect(inspect::InspectArgs),
    Plan(plan::PlanArgs),
    Graph(graph::GraphArgs),
    Bench(bench::BenchArgs),
    Explain(explain::ExplainArgs),
    Completions(completions::CompletionsArgs),
}

/// Does it and returns the exit code.
pub(crate) fn run(session: &Session, command: Command) -> Result<u8, Failure> {
    match command {
        Command::Run(args) => run::run(session, &args),
        Command::Inspect(args) => inspect::run(session, &args),
        Command::Plan(args) => plan::run(session, &args),
        Command::Graph(args) => graph::run(session, &args),
        Command::Bench(args) => bench::run(session, &args),
        Command::Explain(args) => explain::run(session, &args),
        Command::Completions(args) => completions::run(session, &args),
    }
}
