//! Closing a library while the link runs.
//!
//! Invariant: nothing that others hold leads to a closed library: its function pointers are null,
//! its name is free, its room is given back.

use super::place::{self, Calls};
use super::state::{Keeper, State};
use super::{entry, slots, wasi};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use crate::plan::{Lift, LinkPlan, Source, Symbol};
use std::collections::HashMap;
use std::sync::Arc;
use wasmtime::{AsContextMut, StoreContextMut};

/// Closes a library, and those that nobody keeps but what is closed with it: destructors run, their
/// function pointers are nulled, their rooms go back. Answers the bytes of memory that cannot be
/// freed before the link is dropped.
///
/// # Errors
/// 5004 if it is closed already, or others import from it; what destructors fail with.
pub(super) fn close(cx: &mut StoreContextMut<'_, State>, library: ModuleId) -> Result<u64> {
    let plan = cx.data().plan.clone();
    let planned = plan.module(library).filter(|module| !module.closed);
    let planned = planned
        .ok_or_else(|| Error::new(Code::InvalidModuleHandle, "the library is closed already"))?;
    let closing = unused(cx.data(), library);
    if !closing.contains(&library) {
        let is_other = |it: &ModuleId| *it != library && !closing.contains(it);
        let users = users(&plan, library).into_iter().filter(is_other);
        let users: Vec<_> = users.map(|it| quoted(&cx.data().module_name(it))).collect();
        let text = format!("{} cannot be closed", quoted(&planned.name));
        return Err(Error::new(Code::InvalidModuleHandle, text)
            .finding(format!("it is in use by {}", users.join(", "))));
    }
    let closing = users_first(&plan, closing);
    for library in &closing {
        // A destructor may close others, but not these once more.
        cx.data_mut().modules[library.idx()].keeper = Keeper::Host;
    }
    let closed = closing
        .iter()
        .try_for_each(|library| run_destructors(cx, *library))
        .and_then(|()| closing.iter().map(|library| give_back(cx, *library)).sum());
    if let Err(error) = &closed {
        // Some destructors have run, and cannot run once more.
        cx.data_mut().poison(error);
    }
    closed
}

/// Takes back what a library was given, and forgets its name.
fn give_back(cx: &mut StoreContextMut<'_, State>, library: ModuleId) -> Result<u64> {
    let plan = cx.data().plan.clone();
    let member = plan.module(library).and_then(|planned| planned.member.as_ref());
    slots::release_all_of(cx, library)?;
    let kept = match member.is_some_and(|member| member.leader != library) {
        true => place::take_back(cx, &plan, library, Calls::Allowed)?,
        false => super::memory::GuestMemory::of(cx.as_context_mut(), library)
            .map(|memory| memory.size_bytes())
            .unwrap_or(0),
    };
    bury(cx, library);
    Ok(kept)
}

/// Leaves nothing of a module but its number, which no other module gets: code of it may be left
/// that works for this number.
pub(super) fn bury(cx: &mut StoreContextMut<'_, State>, module: ModuleId) {
    let plan = Arc::make_mut(&mut cx.data_mut().plan);
    let planned = &mut plan.modules[module.idx()];
    planned.closed = true;
    // Nobody asks any more where they came from, and each later open would go through them.
    (planned.imports, planned.lift) = (Vec::new(), Lift::default());
    let loaded = &mut cx.data_mut().modules[module.idx()];
    loaded.module = loaded.module.without_contents();
    // Its code may still be called, by who kept a function of it: it reaches nothing then.
    loaded.wasi = loaded.wasi.take().map(|_| wasi::empty_context());
    loaded.wasi_linker = None;
    // Nobody closes any more what it has opened.
    loaded.handles = super::dlfcn::Handles::default();
}

/// The open libraries that nobody keeps and nobody uses but each other, once this one is let go.
fn unused(state: &State, library: ModuleId) -> Vec<ModuleId> {
    let is_let_go = |it: &ModuleId| {
        let is_open = state.plan.module(*it).is_some_and(|planned| !planned.closed);
        is_open && (*it == library || state.modules[it.idx()].keeper == Keeper::Nobody)
    };
    let mut found: Vec<ModuleId> =
        (0..state.modules.len()).map(|idx| ModuleId::new(idx as u32)).filter(is_let_go).collect();
    let users: HashMap<ModuleId, Vec<ModuleId>> =
        found.iter().map(|it| (*it, users(&state.plan, *it))).collect();
    loop {
        let n_before = found.len();
        let is_used = |it: &ModuleId| users[it].iter().any(|user| !found.contains(user));
        let stays: Vec<_> = found.iter().copied().filter(is_used).collect();
        found.retain(|it| !stays.contains(it));
        if found.len() == n_before {
            return found;
        }
    }
}

/// The same libraries, each after those that use it; where they use each other, in load order.
fn users_first(plan: &LinkPlan, mut libraries: Vec<ModuleId>) -> Vec<ModuleId> {
    let mut ordered = Vec::with_capacity(libraries.len());
    while !libraries.is_empty() {
        let is_free = |it: &ModuleId| {
            users(plan, *it).iter().all(|user| user == it || !libraries.contains(user))
        };
        let idx = libraries.iter().position(is_free).unwrap_or(0);
        ordered.push(libraries.remove(idx));
    }
    ordered
}

/// The other open modules that hold on to a library: by an import, by what they need, or by an
/// entry of the global offset table.
fn users(plan: &LinkPlan, library: ModuleId) -> Vec<ModuleId> {
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
    let holds = |id: &ModuleId| {
        let module = &plan.modules[id.idx()];
        let needs_it = module.member.as_ref().is_some_and(|it| it.needed.contains(&library));
        let imports_it = || module.imports.iter().any(|import| leads_there(&import.source));
        !module.closed && *id != library && (needs_it || imports_it())
    };
    (0..plan.modules.len()).map(|idx| ModuleId::new(idx as u32)).filter(holds).collect()
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
