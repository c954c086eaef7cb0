//! Closing a library while the link runs.
//!
//! Invariant: nothing that others hold leads to a closed library: its function pointers are null,
//! its name is free, its room is given back.

use super::memory::GuestMemory;
use super::place::{self, Calls};
use super::state::{Keeper, State};
use super::{entry, slots, wasi};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use crate::plan::{BrokerFunction, HelperSpec, Lift, LinkPlan, Member, Room, Source, Symbol};
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
        let users = users(cx.data(), library).into_iter().filter(is_other);
        let users: Vec<_> = users.map(|it| quoted(&cx.data().module_name(it))).collect();
        let text = format!("{} cannot be closed", quoted(&planned.name));
        return Err(Error::new(Code::InvalidModuleHandle, text)
            .finding(format!("it is in use by {}", users.join(", "))));
    }
    let closing = users_first(cx.data(), closing);
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
        false => own_memory_bytes(cx, &plan, library),
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

/// The bytes of a memory of its own.
fn own_memory_bytes(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    library: ModuleId,
) -> u64 {
    let memory = plan.module(library).and_then(|planned| planned.memory.as_ref());
    match memory.is_some_and(|memory| leads_to(plan, &memory.source, library)) {
        true => GuestMemory::of(cx.as_context_mut(), library).map_or(0, |it| it.size_bytes()),
        false => 0,
    }
}

/// The open libraries that nobody keeps and nobody uses but each other, once this one is let go.
fn unused(state: &State, library: ModuleId) -> Vec<ModuleId> {
    let is_let_go = |it: &ModuleId| {
        state.plan.is_open(*it)
            && (*it == library || state.modules[it.idx()].keeper == Keeper::Nobody)
    };
    let mut found: Vec<ModuleId> =
        (0..state.modules.len()).map(|idx| ModuleId::new(idx as u32)).filter(is_let_go).collect();
    let users: HashMap<ModuleId, Vec<ModuleId>> =
        found.iter().map(|it| (*it, users(state, *it))).collect();
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
fn users_first(state: &State, mut libraries: Vec<ModuleId>) -> Vec<ModuleId> {
    let mut ordered = Vec::with_capacity(libraries.len());
    while !libraries.is_empty() {
        let is_free = |it: &ModuleId| {
            users(state, *it).iter().all(|user| user == it || !libraries.contains(user))
        };
        let idx = libraries.iter().position(is_free).unwrap_or(0);
        ordered.push(libraries.remove(idx));
    }
    ordered
}

/// The other open modules that hold on to a library: by an import, by what they need, by an entry
/// of the global offset table, by being in its group, or by memory that it gave them.
fn users(state: &State, library: ModuleId) -> Vec<ModuleId> {
    let plan = &state.plan;
    let holds = |id: &ModuleId| {
        let module = &plan.modules[id.idx()];
        let is_member = |it: &Member| it.leader == library || it.needed.contains(&library);
        let imports_it =
            || module.imports.iter().any(|import| leads_to(plan, &import.source, library));
        let given = state.modules[id.idx()].given.as_ref();
        let holds_it = || {
            module.member.as_ref().is_some_and(is_member)
                || given.is_some_and(|given| given.is_partly_of(library))
                || imports_it()
        };
        !module.closed && *id != library && holds_it()
    };
    (0..plan.modules.len()).map(|idx| ModuleId::new(idx as u32)).filter(holds).collect()
}

/// Whether an import is something of this library, through helpers too. What only reaches its
/// memory does not count: that stays until the link is dropped. Its table does not: the library's
/// pointers are nulled.
fn leads_to(plan: &LinkPlan, source: &Source, library: ModuleId) -> bool {
    match source {
        Source::Peer { module, .. } | Source::Address { module, .. } => *module == library,
        Source::Shared(global) => match plan.shared_global(*global).map(|it| &it.value) {
            Some(Symbol::Data { module, .. }) => *module == library,
            Some(Symbol::Function { source, .. }) => leads_to(plan, source, library),
            Some(Symbol::Stack { room: Room::Allocated { module, .. }, .. }) => *module == library,
            _ => false,
        },
        Source::Helper { helper, .. } => {
            let helper = &plan.helpers[helper.idx()];
            match &helper.spec {
                HelperSpec::Home { module, .. } => *module == library,
                HelperSpec::Forward { targets, .. } => {
                    targets.iter().any(|target| target.module == library)
                }
                HelperSpec::Rehome(pair) => [pair.main, pair.side].contains(&library),
                HelperSpec::Wrapper { .. } => {
                    helper.imports.iter().any(|it| leads_to(plan, &it.source, library))
                }
                _ => false,
            }
        }
        Source::Broker { function: BrokerFunction::HostRehome { to }, owner } => {
            [to, owner].contains(&&library)
        }
        _ => false,
    }
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
