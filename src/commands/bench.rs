//! `bench`: how long copies, calls and links take, measured in the user's own link.
//!
//! `target.rs` makes the link, `measured.rs` adds small modules of ours, `rounds.rs` measures;
//! `copies.rs`, `calls.rs` and `links.rs` say what; `report.rs` is what was found, and `table.rs`,
//! `json.rs`, `html.rs` and `plot.rs` show it. To measure one more path or call: a variant of its
//! enum, with its label, its key and its turns.

mod calls;
mod copies;
mod html;
mod json;
mod links;
mod machine;
mod measured;
mod output;
mod plot;
mod report;
mod rounds;
mod stats;
mod table;
mod target;
mod units;

use crate::failure::Failure;
use crate::options::LinkArgs;
use crate::session::Session;
use clap::Args;
use measured::Measured;
use output::Outputs;
use report::Report;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Duration;
use target::{Function, Target};
use wasm_broker::{run_on_guest_thread, run_on_guest_thread_with};

const EXAMPLES: &str = "\
Examples:
  wasm-broker bench main.wasm -s math.wasm --invoke math.add 2 3
  wasm-broker bench --seconds 30 --html report.html
  wasm-broker bench --json > bench.json";

/// What the whole takes unless it is said.
const DEFAULT_SECONDS: &str = "10";
/// Longer is more likely a mistake than a wish.
const MAX_SECONDS: f64 = 3_600.0;
/// Parts of the budget for copies, calls and links: in proportion to how much there is to measure.
const BUDGET_PARTS: [f64; 3] = [0.5, 0.2, 0.3];

/// Measure copies, calls and link time of a link.
///
/// Copies go from main's memory to that of a module of ours, which is added to the link; main's
/// memory is only read. With --invoke, that function is called many times; what it prints is thrown
/// away. The times are medians of interleaved rounds.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BenchArgs {
    #[command(flatten)]
    link: LinkArgs,
    /// Measure this function with these arguments (of main, or `side.function`); ends the options.
    #[arg(
        long,
        value_names = ["FUNCTION", "ARGS"],
        num_args = 1..,
        allow_hyphen_values = true,
        help_heading = None
    )]
    invoke: Vec<String>,
    /// How long to measure, about; a slow function takes longer.
    #[arg(
        long,
        value_name = "N",
        default_value = DEFAULT_SECONDS,
        value_parser = seconds,
        help_heading = None
    )]
    seconds: Duration,
    /// Write a page with plots to this file (`-` for stdout).
    #[arg(long, value_name = "FILE", help_heading = None)]
    html: Option<PathBuf>,
    /// Write the plot of the copies alone to this file (`-` for stdout).
    #[arg(long, value_name = "FILE", help_heading = None)]
    svg: Option<PathBuf>,
    /// Keep the numbers in this folder, as JSON named by date and target.
    #[arg(long, value_name = "DIR", help_heading = None)]
    record: Option<PathBuf>,
}

/// A number of seconds.
fn seconds(text: &str) -> Result<Duration, String> {
    let wanted = || "expected a number of seconds above 0, at most 3600".to_owned();
    let seconds: f64 = text.parse().map_err(|_| wanted())?;
    match seconds > 0.0 && seconds <= MAX_SECONDS {
        true => Duration::try_from_secs_f64(seconds).map_err(|_| wanted()),
        false => Err(wanted()),
    }
}

pub(crate) fn run(session: &Session, args: &BenchArgs) -> Result<u8, Failure> {
    let outputs = Outputs::checked(args)?;
    if cfg!(debug_assertions) {
        session
            .talk("warning: this is a debug build: what the host does takes longer than it should");
    }
    if std::io::stderr().is_terminal() {
        session.talk(&format!("measuring for about {} s", args.seconds.as_secs_f64()));
    }
    // Instantiating runs start functions and constructors, so all of it needs the guest's stack.
    let (target, limits) = run_on_guest_thread(|| {
        let entry = args.invoke.first().map(String::as_str);
        let target = Target::new(session, &args.link, entry)?;
        let limits = target.builder(&session.broker()?)?.current_limits();
        Ok::<_, Failure>((target, limits))
    })??;
    let report = run_on_guest_thread_with(&limits, || report(&target, args))??;
    outputs.write(session, &report)?;
    Ok(0)
}

fn report(target: &Target<'_>, args: &BenchArgs) -> Result<Report, Failure> {
    let mut first = target.cold_link()?;
    let function = Function::tried(&mut first.link, &args.invoke)?;
    let [copy_budget, call_budget, link_budget] =
        BUDGET_PARTS.map(|part| args.seconds.mul_f64(part));
    let mut measured = Measured::new(target, &first.broker, function.as_ref())?;
    let copies = copies::run(&mut measured, copy_budget)?;
    let calls = calls::run(target, &first.broker, &mut measured, function.as_ref(), call_budget)?;
    let links = links::run(target, &first, link_budget)?;
    Ok(Report { about: machine::about(), copies, calls, links })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_are_a_sane_number() {
        for (text, expected) in [("10", 10.0), ("0.25", 0.25), ("3600", 3600.0)] {
            assert_eq!(seconds(text).map(|it| it.as_secs_f64()), Ok(expected), "{text}");
        }
        for text in ["0", "-1", "3601", "nan", "inf", "1e400", "", "ten"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_parts_are_the_whole() {
        assert!((BUDGET_PARTS.iter().sum::<f64>() - 1.0).abs() < 1e-9);
    }
}
