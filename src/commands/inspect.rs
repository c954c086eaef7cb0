//! `inspect`: what a module says about itself.

mod json;
mod tables;

use crate::failure::Failure;
use crate::session::Session;
use clap::Args;
use std::path::{Path, PathBuf};
use wasm_broker::Module;

const EXAMPLES: &str = "\
Examples:
  wasm-broker inspect math.wasm
  cat math.wasm | wasm-broker inspect - --json";

/// Show what a module imports, exports and says about itself.
///
/// Imports, exports, memories, tables, the dylink.0 section, the kind of module and why we think
/// so, who produced it, and sizes.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct InspectArgs {
    /// The module (.wasm or .wat, `-` for stdin).
    file: PathBuf,
}

pub(crate) fn run(session: &Session, args: &InspectArgs) -> Result<u8, Failure> {
    let module = match args.file == Path::new("-") {
        true => Module::from_reader("-", std::io::stdin().lock())?,
        false => Module::from_file(&args.file)?,
    };
    let file = args.file.display().to_string();
    match session.wants_json() {
        true => session.print_json(&format!("{:#}", json::json(&file, &module)))?,
        false => session.print(&tables::text(&file, &module))?,
    }
    Ok(0)
}
