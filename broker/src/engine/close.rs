//! Closing a library while the link runs.
//!
//! Invariant: nothing that others hold leads to a closed library: its function pointers are null,
//! its name is free, its room is given back.

use super::place::{self, Calls};
use super::state::State;
use super::{entry, slots};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use crate::plan::{LinkPlan, PlannedModule, Source, Symbol};
use std::sync::Arc;
use wasmtime::{AsContextMut, StoreContextMut};

/// Closes a library: destructors run, its function pointers are nulled, its room goes back. Answers
/// the bytes of memory that cannot be freed before the link is dropped.
///
/// # Errors
/// 5004 if it is closed already, or others import from it; what its destructors fail with.
pub(super) fn close(cx: &mut StoreContextMut<'_, State>, library: ModuleId) -> Result<u64> {
    let plan = cx.data().plan.clone();
    let planned = plan.module(library).filter(|module| !module.closed);
    let planned = planned
        .ok_or_else(|| Error::new(Code::InvalidModuleHandle, "the library is closed already"))?;
    let holders = holders(&plan, library);
    if !holders.is_empty() {
        let text = format!("{} cannot be closed", quoted(&planned.name));
        return Err(Error::new(Code::InvalidModuleHandle, text)
            .finding(format!("it is in use by {}", holders.join(", "))));
    }
    run_destructors(cx, library)?;
    slots::release_all_of(cx, library)?;
    let shares_memory = planned.member.as_ref().is_some_and(|member| member.leader != library);
    let kept = match shares_memory {
        true => place::take_back(cx, &plan, library, Calls::Allowed)?,
        false => super::memory::GuestMemory::of(cx.as_context_mut(), library)
            .map(|memory| memory.size_bytes())
            .unwrap_or(0),
    };
    let plan = Arc::make_mut(&mut cx.data_mut().plan);
    plan.modules[library.idx()].closed = true;
    Ok(kept)
}

/// The open modules that hold on to a library: by an import, by what they need, or by an entry of
/// the global offset table.
fn holders(plan: &LinkPlan, library: ModuleId) -> Vec<String> {
    let leads_there = |source: &Source| match source {
        Source::Peer { module, .. } | Source::Address { module, .. } => *module == library,
        Source::Shared(global) => match plan.shared_global(*global).map(|it| &it.value) {
            Some(Symbol::Data { module, .. }) => *module == library,
            Some(Symbol::Function { source: Source::Peer { module, .. }, .. }) => {
                *module == library
            }
            _ => false,
        },
        Source::Helper { helper, .. } => match &plan.helpers[helper.idx()].spec {
            crate::plan::HelperSpec::Forward { targets, .. } => {
                targets.iter().any(|target| target.module == library)
            }
            _ => false,
        },
        _ => false,
    };
    let holds = |module: &&PlannedModule| {
        let needs_it = module.member.as_ref().is_some_and(|it| it.needed.contains(&library));
        needs_it || module.imports.iter().any(|import| leads_there(&import.source))
    };
    let own_name = &plan.modules[library.idx()].name;
    (plan.open_modules())
        .filter(|module| module.name != *own_name)
        .filter(holds)
        .map(|module| quoted(&module.name))
        .collect()
}

/// Runs what a library does at its end.
fn run_destructors(cx: &mut StoreContextMut<'_, State>, library: ModuleId) -> Result<()> {
    let facts = cx.data().modules[library.idx()].module.facts();
    let is_plain = |name: &str| {
        let ty = facts.exported_func(name);
        ty.is_some_and(|ty| ty.params.is_empty() && ty.results.is_empty())
    };
    if facts.dylink.is_some() && is_plain(names::CALL_DTORS) {
        let func = entry::function(cx, library, names::CALL_DTORS)?;
        entry::call(cx, &func, &[], &mut [])?;
    }
    entry::run_at_exit(cx, library)
}
