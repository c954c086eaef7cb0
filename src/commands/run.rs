//! `run`: link, then run the entry or call one function.

use super::plan::verdict;
use crate::failure::{Failure, ended_before, guest_status};
use crate::options::LinkArgs;
use crate::output::counted;
use crate::session::Session;
use clap::Args;
use serde_json::json;
use wasm_broker::{
    Code, Error, FuncType, Link, Val, quoted, run_on_guest_thread, run_on_guest_thread_with,
};

const EXAMPLES: &str = "\
Examples:
  wasm-broker run                                      the link.toml of this folder
  wasm-broker run main.wasm -s math.wasm -- a b        the guest gets the arguments a and b
  wasm-broker run main.wasm -s math.wasm --invoke math.add -5 0x10";

/// Link modules and run them.
///
/// Runs the entry (`_start`, else `main`); its exit code becomes the program's. With --invoke,
/// calls that function alone and prints its results, one per line.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    link: LinkArgs,
    /// Call this function with these arguments (of main, or `side.function`); ends the options.
    #[arg(
        long,
        value_names = ["FUNCTION", "ARGS"],
        num_args = 1..,
        allow_hyphen_values = true,
        help_heading = None,
        conflicts_with = "guest_args"
    )]
    invoke: Vec<String>,
    /// Arguments for the guest.
    #[arg(last = true, value_name = "GUEST ARGS", help_heading = None)]
    guest_args: Vec<String>,
}

pub(crate) fn run(session: &Session, args: &RunArgs) -> Result<u8, Failure> {
    // Reading deeply nested text takes as much stack as a guest.
    let builder = run_on_guest_thread(|| {
        let mut builder = args.link.builder(session)?;
        if let Some(function) = args.invoke.first() {
            builder = builder.entry(function);
        }
        // Planned twice, so that problems of every kind are shown and not those of the first alone;
        // a plan takes no time beside compiling.
        verdict(session, &builder, &builder.draft()?)?;
        Ok::<_, Failure>(builder)
    })??;
    // Instantiating runs start functions and constructors, so all of it needs the guest's stack.
    run_on_guest_thread_with(&builder.current_limits(), || {
        let mut link = match builder.plan()?.instantiate(()) {
            Ok(link) => link,
            // A constructor may end the program before its entry is reached.
            Err(error) => match (error.guest_exit(), args.invoke.first()) {
                (Some(status), None) => return Ok(guest_status(status)),
                (_, Some(function)) => {
                    let what = format!("{} was called", quoted(function));
                    return Err(ended_before(error, &what).into());
                }
                (None, None) => return Err(error.into()),
            },
        };
        match args.invoke.split_first() {
            Some((function, texts)) => invoke(session, &mut link, function, texts),
            None => Ok(guest_status(link.run(&args.guest_args)?)),
        }
    })?
}

fn invoke(
    session: &Session,
    link: &mut Link<()>,
    function: &str,
    texts: &[String],
) -> Result<u8, Failure> {
    let ty = link.func_type(function)?;
    let params = parsed(function, &ty, texts)?;
    let results = link.invoke(function, &params)?;
    if session.wants_json() {
        let typed = results.iter().zip(&ty.results);
        let rows: Vec<_> = typed
            .map(|(val, ty)| json!({ "type": ty.to_string(), "value": in_json(val) }))
            .collect();
        session.print_json(&format!("{:#}", json!({ "results": rows })))?;
    } else {
        let lines: String = results.iter().map(|val| format!("{val}\n")).collect();
        session.print(&lines)?;
    }
    Ok(0)
}

/// The arguments by the types of the parameters.
pub(super) fn parsed(function: &str, ty: &FuncType, texts: &[String]) -> Result<Vec<Val>, Error> {
    if texts.len() != ty.params.len() {
        let wanted = counted(ty.params.len(), "argument");
        let message = format!("{} takes {wanted}, {} given", quoted(function), texts.len());
        return Err(Error::new(Code::TypeError, message)
            .finding(format!("its type is {ty}"))
            .help("what follows `--invoke FUNCTION` are its arguments; put options before it"));
    }
    let typed = texts.iter().zip(&ty.params).enumerate();
    typed
        .map(|(idx, (text, param))| {
            // Which argument it is comes first, what to do about it last.
            let place = format!("argument {} of {} {ty}", idx + 1, quoted(function));
            Val::parse(text, param).map_err(|error| {
                let placed = Error::new(error.code(), error.message()).finding(place);
                error.details().iter().cloned().fold(placed, Error::with)
            })
        })
        .collect()
}

/// A number where JSON has that number, else its text.
fn in_json(val: &Val) -> serde_json::Value {
    match val {
        Val::I32(number) => json!(number),
        Val::I64(number) => json!(number),
        Val::F32(number) if number.is_finite() => json!(number),
        Val::F64(number) if number.is_finite() => json!(number),
        other => json!(other.to_string()),
    }
}
