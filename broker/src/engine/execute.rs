//! The loop over the steps of a plan.

use super::journal::{self, Journal};
use super::place::Calls;
use super::provide::provide;
use super::settings::Duties;
use super::state::{LoadedHelper, State};
use super::{clock, close, compile::Progress, entry, place, pointers, slots, stack, symbols, trap};
use crate::error::{Code, Error, Result};
use crate::ids::{HelperId, ModuleId};
use crate::names;
use crate::plan::{
    Allowance, HelperSpec, LinkPlan, Node, PlannedImport, PlannedModule, Source, Step, Symbol,
};
use std::sync::Arc;
use wasmtime::{AsContextMut, Instance, Ref, StoreContextMut};

/// Compiles the user's modules that are not compiled yet.
///
/// # Errors
/// 5000, 5030.
pub(super) fn compile_modules(cx: &mut StoreContextMut<'_, State>) -> Result<()> {
    let shared = cx.data().shared.clone();
    let plan = cx.data().plan.clone();
    let n_total = plan.modules.len();
    if cx.data().modules.iter().all(|module| module.compiled.is_some()) {
        return Ok(());
    }
    let engine = shared.engine(Duties::of(&cx.data().options.limits))?;
    for (idx, planned) in plan.modules.iter().enumerate() {
        if cx.data().modules[idx].compiled.is_none() {
            let module = planned.name.clone();
            tracing::debug!("compile {}", crate::error::escaped(&module));
            shared.tell(Progress::Compiling { module, n_done: idx, n_total })?;
            let loaded = &mut cx.data_mut().modules[idx];
            let compiled = engine.module(&planned.name, &loaded.module, &planned.lift)?;
            loaded.compiled = Some(compiled);
        }
    }
    shared.tell(Progress::Done)
}

/// Puts a plan that extends the one in force in its place, and carries out what is new in it. If
/// that fails, the old plan is in force again, and what was made meanwhile is forgotten: the store
/// keeps its instances until it is dropped, but nothing leads to them. Where guest code has run
/// meanwhile, that cannot be had: the new modules are closed, and the link is poisoned.
///
/// # Errors
/// As [`compile_modules`] and [`execute`].
pub(super) fn adopt(cx: &mut StoreContextMut<'_, State>, plan: LinkPlan) -> Result<()> {
    let first_step_idx = cx.data().plan.steps.len();
    if plan.steps.len() == first_step_idx {
        return Ok(());
    }
    cx.data().check_usable()?;
    check_imports(cx.data(), &plan)?;
    let old = std::mem::replace(&mut cx.data_mut().plan, Arc::new(plan));
    // A start function may open modules of its own: their journal is part of the one that is open.
    let mut outer = cx.data_mut().journal.replace(Journal::default());
    let outcome = compile_modules(cx).and_then(|()| {
        if cx.data().plan.modules.len() > old.modules.len() {
            clock::begin(cx);
        }
        execute(cx, first_step_idx)
    });
    if let Some(outer) = &mut outer {
        // Whoever opened this while it was opened itself has run.
        outer.has_run = true;
    }
    let journal = std::mem::replace(&mut cx.data_mut().journal, outer).unwrap_or_default();
    outcome.map_err(|error| {
        let has_run = journal.has_run || error.guest_exit().is_some() || error.is_trap();
        clock::with_reprieve(cx, |cx| {
            undo(cx, &old, &error);
            if let Err(error) = journal::take_back(cx, journal) {
                cx.data_mut().poison(&error);
            }
        });
        cx.data_mut().unfinished.retain(|module| module.idx() < old.modules.len());
        match has_run {
            true => bury_new(cx, &old, error),
            false => {
                cx.data_mut().helpers.truncate(old.helpers.len());
                cx.data_mut().globals.truncate(old.globals.len());
                cx.data_mut().plan = with_what_was_closed(old, &cx.data().plan);
                error
            }
        }
    })
}

/// Closes the new modules after a failure, and poisons the link: their code has run, and may be
/// left in a table of others. Their numbers, and those of their helpers, are not given out again.
fn bury_new(cx: &mut StoreContextMut<'_, State>, old: &LinkPlan, error: Error) -> Error {
    for idx in old.modules.len()..cx.data().plan.modules.len() {
        close::bury(cx, ModuleId::new(idx as u32));
    }
    cx.data_mut().poison(&error);
    match error.guest_exit() {
        Some(_) => error,
        None => error.into_trap(),
    }
}

/// Checks that no new module imports functions of one of another group whose constructors have not
/// finished: a constructor may open modules.
///
/// # Errors
/// 5023.
fn check_imports(state: &State, plan: &LinkPlan) -> Result<()> {
    if state.unfinished.is_empty() || state.options.allowed.contains(&Allowance::EarlyCalls) {
        return Ok(());
    }
    for (idx, module) in plan.modules.iter().enumerate().skip(state.plan.modules.len()) {
        let importer = ModuleId::new(idx as u32);
        let is_early = |import: &&PlannedImport| match &import.source {
            Source::Peer { module, .. } => {
                state.unfinished.contains(module)
                    && import.ty.as_func().is_some()
                    && plan.host_of(*module) != plan.host_of(importer)
            }
            _ => false,
        };
        if let Some(import) = module.imports.iter().find(is_early) {
            let [name, wanted] = [&module.name, &format!("{}.{}", import.module, import.name)]
                .map(|text| crate::error::quoted(text));
            let text = format!("{name} imports {wanted}, whose constructors have not finished");
            return Err(Error::new(Code::Reentrancy, text).help(
                "open it after the constructors, or let it through with `--allow early-calls`",
            ));
        }
    }
    Ok(())
}

/// The old plan, in which closed stays what was closed meanwhile, and seen by all what was shown.
fn with_what_was_closed(mut old: Arc<LinkPlan>, now: &LinkPlan) -> Arc<LinkPlan> {
    let is_changed = |(before, after): (&PlannedModule, &PlannedModule)| before != after;
    if old.modules.iter().zip(&now.modules).any(is_changed) {
        let modules = &mut Arc::make_mut(&mut old).modules;
        let n_modules = modules.len();
        modules.clone_from_slice(&now.modules[..n_modules]);
    }
    old
}

/// Takes back what new modules and helpers were given, after a failure. Where guest code has
/// trapped, no guest code is called any more.
fn undo(cx: &mut StoreContextMut<'_, State>, old: &LinkPlan, error: &Error) {
    let calls = if error.is_trap() { Calls::None } else { Calls::Allowed };
    let plan = cx.data().plan.clone();
    for idx in (old.modules.len()..plan.modules.len()).rev() {
        let module = ModuleId::new(idx as u32);
        let released = slots::release_all_of(cx, module);
        let taken = place::take_back(cx, &plan, module, calls);
        if let Some(error) = released.err().or(taken.err()) {
            // What is left behind belongs to nobody: the link cannot be trusted with it.
            cx.data_mut().poison(&error);
        }
    }
    for global in &plan.globals[old.globals.len()..] {
        if matches!(global.value, Symbol::Stack { .. })
            && let Err(error) = place::take_stack_back(cx, global.leader, calls)
        {
            cx.data_mut().poison(&error);
        }
    }
    let (modules, helpers) = (old.modules.len(), old.helpers.len());
    if let Err(error) = slots::forget_from(cx, modules, helpers) {
        cx.data_mut().poison(&error);
    }
    place::forget_from(cx, modules);
}

/// Carries out the steps of the plan from this one on.
///
/// # Errors
/// 5001, 5020, and what running guest code can fail with.
pub(super) fn execute(cx: &mut StoreContextMut<'_, State>, first_step_idx: usize) -> Result<()> {
    let plan: Arc<LinkPlan> = cx.data().plan.clone();
    let constructed = plan.steps[first_step_idx..].iter().filter_map(|step| match step {
        Step::Call { module, .. } => Some(*module),
        _ => None,
    });
    cx.data_mut().unfinished.extend(constructed);
    for (idx, step) in plan.steps.iter().enumerate().skip(first_step_idx) {
        tracing::debug!("step {}: {}", idx + 1, plan.step_line(step));
        if runs_guest_code(step) {
            cx.data_mut().note_guest_code();
        }
        match step {
            Step::Place(module) => place::place(cx, &plan, *module).map_err(|error| {
                let name = crate::error::quoted(&cx.data().module_name(*module));
                error.finding(format!("while making room for {name}"))
            })?,
            Step::Instantiate(Node::Module(module)) => instantiate_module(cx, &plan, *module)?,
            Step::Instantiate(Node::Helper(helper)) => instantiate_helper(cx, &plan, *helper)?,
            Step::FillForward { helper, target_idx } => {
                fill_forward(cx, &plan, *helper, *target_idx)?;
            }
            Step::FillGlobals { first, end } => symbols::fill_globals(cx, &plan, *first, *end)?,
            Step::Relocate { module, export } => entry::call_initializer(cx, *module, export)?,
            Step::SetStackLimits(module) => stack::set_limits(cx, &plan, *module)?,
            Step::InitTls(module) => {
                place::init_tls(cx, &plan, *module)?;
                symbols::fill_thread_local(cx, &plan, *module)?;
            }
            Step::Call { module, export } => {
                entry::call_initializer(cx, *module, export)?;
                cx.data_mut().unfinished.remove(module);
            }
            Step::CallMain { module, export } => entry::call_side_main(cx, *module, export)?,
        }
    }
    Ok(())
}

/// Whether a step calls a new module; not what gives it room, which can be given back.
fn runs_guest_code(step: &Step) -> bool {
    match step {
        Step::Relocate { .. }
        | Step::SetStackLimits(_)
        | Step::Call { .. }
        | Step::CallMain { .. } => true,
        // These say so themselves.
        Step::Instantiate(_) | Step::InitTls(_) => false,
        Step::Place(_) | Step::FillForward { .. } | Step::FillGlobals { .. } => false,
    }
}

fn instantiate_module(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
) -> Result<()> {
    let compiled = cx.data().modules[module.idx()].compiled.clone();
    let compiled = compiled
        .ok_or_else(|| Error::new(Code::Internal, format!("{module} is not compiled")))?
        .module;
    let sources = plan.sources(Node::Module(module));
    let mut externs = Vec::with_capacity(sources.len());
    for (source, import) in sources.into_iter().zip(compiled.imports()) {
        externs.push(provide(cx, source, module, &import)?);
    }
    let given = cx.data().modules[module.idx()].module.clone();
    journal::record(cx, given.facts(), &externs);
    pointers::expect(cx, module)?;
    let (sha256, _) = given.identity();
    let code = Some((sha256, given.bytes().len() as u64));
    let instance = new_instance(cx, &compiled, code, &externs);
    pointers::learn(cx, module, instance.as_ref().ok().copied());
    let instance = instance.map_err(|error| {
        let is_undone = cx.data().journal.as_ref().is_some_and(Journal::is_complete);
        let error = match is_undone && given.facts().start_func_idx.is_none() {
            true => error.without_guest_code(),
            false => error,
        };
        about(error, &cx.data().module_name(module))
    })?;
    if given.facts().start_func_idx.is_some() {
        cx.data_mut().note_guest_code();
    }
    cx.data_mut().modules[module.idx()].instance = Some(instance);
    slots::forget_index(cx, module);
    Ok(())
}

fn instantiate_helper(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    helper: HelperId,
) -> Result<()> {
    let planned = &plan.helpers[helper.idx()];
    let shared = cx.data().shared.clone();
    let duties = Duties::of(&cx.data().options.limits);
    let module = shared.engine(duties)?.helper(&planned.spec)?;
    let mut externs = Vec::with_capacity(planned.imports.len());
    for import in module.imports() {
        let planned_import = planned
            .imports
            .iter()
            .find(|it| it.module == import.module() && it.name == import.name())
            .ok_or_else(|| {
                let text = format!("{} has no source in the plan", import.name());
                Error::new(Code::Internal, text)
            })?;
        // A helper's host functions name their owner themselves.
        externs.push(provide(cx, &planned_import.source, ModuleId::MAIN, &import)?);
    }
    let instance = new_instance(cx, &module, None, &externs)
        .map_err(|error| about(error, &plan.helper_label(helper)))?;
    let helpers = &mut cx.data_mut().helpers;
    if helpers.len() <= helper.idx() {
        helpers.resize_with(helper.idx() + 1, || None);
    }
    helpers[helper.idx()] = Some(LoadedHelper { module, instance });
    match planned.spec {
        HelperSpec::Ledger => pointers::tell_ledger(cx),
        _ => Ok(()),
    }
}

/// `code` is the digest of a user's module and its bytes, which are counted.
fn new_instance(
    cx: &mut StoreContextMut<'_, State>,
    module: &wasmtime::Module,
    code: Option<([u8; 32], u64)>,
    externs: &[wasmtime::Extern],
) -> Result<Instance> {
    let before = cx.data_mut().limiter.count_instance(code)?;
    cx.data_mut().limiter.refused = None;
    Instance::new(cx.as_context_mut(), module, externs).map_err(|cause| {
        if trap::is_trap(&cause) {
            return trap::convert(cx, &cause, Code::InstantiateError);
        }
        // Nothing of the module has run, not its segments either: there is no instance.
        cx.data_mut().limiter.give_back(before);
        if let Some(refused) = cx.data().limiter.refused {
            return Error::limit(Code::LimitExceeded, refused.what, refused.given, refused.limit)
                .help(format!("raise it with {}, if you trust the module", refused.option));
        }
        trap::convert(cx, &cause, Code::InstantiateError)
    })
}

fn about(error: Error, name: &str) -> Error {
    error.finding(format!("while instantiating {}", crate::error::quoted(name)))
}

fn fill_forward(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    helper: HelperId,
    target_idx: u32,
) -> Result<()> {
    let internal = |what: &str| Error::new(Code::Internal, what.to_owned());
    let HelperSpec::Forward { targets, .. } = &plan.helpers[helper.idx()].spec else {
        return Err(internal("a forwarding step names another helper"));
    };
    let target = targets
        .get(target_idx as usize)
        .ok_or_else(|| internal("a forwarding step names no target"))?;
    let func = cx
        .data()
        .instance(target.module)?
        .get_func(cx.as_context_mut(), &target.export)
        .ok_or_else(|| internal("the target of a forwarder is not there"))?;
    let table = cx
        .data()
        .helper(helper)?
        .get_table(cx.as_context_mut(), names::TABLE)
        .ok_or_else(|| internal("a forwarder has no table"))?;
    table
        .set(cx.as_context_mut(), target_idx.into(), Ref::Func(Some(func)))
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}
