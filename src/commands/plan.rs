//! `plan`: show where every import comes from and what would be done; run nothing.

use crate::failure::Failure;
use crate::options::LinkArgs;
use crate::output::{Columns, counted};
use crate::report::{BAD, GOOD, HEAD, painted};
use crate::session::Session;
use clap::Args;
use wasm_broker::plan::{ImportRow, ModuleRow, PlanTable};
use wasm_broker::{Draft, LinkBuilder};

const EXAMPLES: &str = "\
Examples:
  wasm-broker plan main.wasm -s math.wasm
  wasm-broker plan --quiet && echo 'everything is resolved'
  wasm-broker plan --json > plan.json";

/// Show where every import comes from, and the steps of the link.
///
/// Runs nothing. Exits with 1 when something is missing, and lists all that is.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct PlanArgs {
    #[command(flatten)]
    link: LinkArgs,
}

pub(crate) fn run(session: &Session, args: &PlanArgs) -> Result<u8, Failure> {
    let builder = args.link.builder(session)?;
    let draft = builder.draft()?;
    if session.wants_json() {
        session.print_json(&draft.plan.to_json())?;
    } else if !session.is_quiet() {
        let list = list(&draft.table());
        let steps = draft.plan.to_string();
        // The blocks of errors follow on stderr, one empty line below.
        let end = if draft.problems.is_empty() { "\n" } else { "\n\n" };
        session.print(&format!("{list}\n{}{end}", steps.trim_end()))?;
    }
    verdict(session, &builder, &draft)
}

/// 0 if the link can be made, else all that keeps it from that.
pub(super) fn verdict(
    session: &Session,
    builder: &LinkBuilder<()>,
    draft: &Draft,
) -> Result<u8, Failure> {
    for warning in builder.warnings(draft) {
        session.talk(&format!("warning: {warning}"));
    }
    match builder.errors(draft) {
        errors if errors.is_empty() => Ok(0),
        errors => Err(Failure::Errors(errors)),
    }
}

/// The list of modules and imports, then how many imports are resolved.
fn list(table: &PlanTable) -> String {
    let mut columns = Columns::default();
    let imports = || table.modules.iter().flat_map(|module| &module.imports);
    imports().for_each(|row| columns.push(cells(row)));
    let mut lines = columns.lines().into_iter();
    let n_name_chars =
        table.modules.iter().map(|module| module.name.chars().count()).max().unwrap_or_default();

    let mut text = String::new();
    for module in &table.modules {
        text.push_str(&headline(module, n_name_chars));
        for (row, line) in module.imports.iter().zip(&mut lines) {
            let mark = match row.resolved {
                true => painted(GOOD, "✓"),
                false => painted(BAD, "✗"),
            };
            text.push_str(&format!("  {mark} {line}\n"));
        }
    }
    let n_resolved = imports().filter(|row| row.resolved).count();
    text + &format!("{n_resolved} of {} resolved\n", imports().count())
}

fn headline(module: &ModuleRow, n_name_chars: usize) -> String {
    let name = format!("{:n_name_chars$}", module.name);
    let mut parts = vec![painted(HEAD, &name), counted(module.n_imports, "import")];
    parts.extend(module.memory.clone());
    parts.extend(module.table.clone());
    parts.join("   ") + "\n"
}

fn cells(row: &ImportRow) -> [String; 5] {
    let source = match row.resolved {
        true => format!("← {}", row.source),
        false => row.source.clone(),
    };
    [row.name.clone(), row.ty.clone(), source, row.how.clone(), row.mapped_by.clone()]
}
