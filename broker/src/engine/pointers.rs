//! Pointers to host functions, which stay with the module that they were given to.
//!
//! Invariant: once a module is there that can make a reference to a host function, every pointer is
//! looked at before it becomes callable elsewhere (the ledger's `checked`). Two references to one
//! function are equal only where one instance made both, so that the lift pass exports what each
//! module can refer to, and those exports are what pointers are compared with.
//!
//! # Source
//! The design note on safety, "Function pointers".

use super::state::State;
use super::{slots, trap};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use crate::plan::{Allowance, HelperSpec, HostReference, Source};
use std::collections::HashMap;
use wasmtime::{AsContextMut, Func, Instance, Ref, StoreContextMut, Val};

/// What is known of references to host functions.
#[derive(Debug, Default)]
pub(super) struct HostPointers {
    /// By the address of the reference, the module whose memory the function works on.
    owners: HashMap<usize, ModuleId>,
    /// Modules that can make such references, and whose start functions run now.
    starting: Vec<ModuleId>,
    /// Whether there is, or was, anybody who can make one.
    is_on: bool,
}

/// Before a module is instantiated that can make references to host functions.
///
/// # Errors
/// 5030.
pub(super) fn expect(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Result<()> {
    if references(cx, module).is_empty() {
        return Ok(());
    }
    turn_on(cx)?;
    let facts = cx.data().modules[module.idx()].module.facts();
    if facts.start_func_idx.is_some() {
        cx.data_mut().host_pointers.starting.push(module);
    }
    Ok(())
}

/// After it was instantiated, or could not be.
pub(super) fn learn(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    instance: Option<Instance>,
) {
    cx.data_mut().host_pointers.starting.retain(|it| *it != module);
    let Some(instance) = instance else { return };
    for reference in references(cx, module) {
        if let Some(func) = instance.get_func(cx.as_context_mut(), &reference.export) {
            let address = func.to_raw(cx.as_context_mut()).addr();
            cx.data_mut().host_pointers.owners.insert(address, reference.owner);
        }
    }
}

/// After the linker itself took a reference to what provides an import, to put it into a table.
///
/// # Errors
/// 5030.
pub(super) fn learn_of(
    cx: &mut StoreContextMut<'_, State>,
    source: &Source,
    func: &Func,
    owner: ModuleId,
) -> Result<()> {
    let is_shim = |spec: &HelperSpec| matches!(spec, HelperSpec::WasiShim { .. });
    let is_of_host = match source {
        Source::Host(_) | Source::Broker { .. } => true,
        Source::Helper { helper, .. } => is_shim(&cx.data().plan.helpers[helper.idx()].spec),
        _ => false,
    };
    match is_of_host {
        true => learn_closure(cx, func, owner),
        false => Ok(()),
    }
}

/// After a module was given a host function of its own.
///
/// # Errors
/// 5030.
pub(super) fn learn_closure(
    cx: &mut StoreContextMut<'_, State>,
    func: &Func,
    owner: ModuleId,
) -> Result<()> {
    if cx.data().options.allowed.contains(&Allowance::HostPointers) {
        return Ok(());
    }
    let address = func.to_raw(cx.as_context_mut()).addr();
    cx.data_mut().host_pointers.owners.insert(address, owner);
    turn_on(cx)
}

/// After the ledger is made: it may have to tell the host of every pointer.
///
/// # Errors
/// 5030.
pub(super) fn tell_ledger(cx: &mut StoreContextMut<'_, State>) -> Result<()> {
    match cx.data().host_pointers.is_on {
        true => set_checked(cx),
        false => Ok(()),
    }
}

/// Refuses a function of the host. Called with what is to become callable in another table.
///
/// # Errors
/// 5009 for a host function; 5023 where a start function runs whose module could have made a
/// reference to one that is not known yet.
pub(super) fn check(cx: &mut StoreContextMut<'_, State>, func: &Func) -> Result<()> {
    if !cx.data().host_pointers.is_on {
        return Ok(());
    }
    if let Some(module) = cx.data().host_pointers.starting.last() {
        let name = quoted(&cx.data().module_name(*module));
        let text =
            format!("{name} can point to host functions, and is not ready to hand out pointers");
        return Err(Error::new(Code::Reentrancy, text)
            .help("move the call out of the start function, into a constructor")
            .help("or let such pointers through with `--allow host-pointers`"));
    }
    let address = func.to_raw(cx.as_context_mut()).addr();
    let Some(owner) = cx.data().host_pointers.owners.get(&address) else { return Ok(()) };
    let name = quoted(&cx.data().module_name(*owner));
    let text = format!(
        "a pointer to a host function cannot be handed to another module: it works on the memory \
         of {name}, whoever calls it"
    );
    Err(Error::new(Code::PermissionDenied, text)
        .help(format!("hand out a function of {name} that calls it"))
        .help("or let such pointers through with `--allow host-pointers`"))
}

/// The same for an entry of a table, by the table's id; anything but a function is left to who
/// re-homes it.
///
/// # Errors
/// As [`check`].
pub(super) fn check_entry(
    cx: &mut StoreContextMut<'_, State>,
    table_id: i32,
    slot_idx: u64,
) -> Result<()> {
    let home = slots::table_of(cx, slots::module_of(table_id))?;
    match home.table.get(cx.as_context_mut(), slot_idx) {
        Some(Ref::Func(Some(func))) => check(cx, &func),
        _ => Ok(()),
    }
}

fn references(cx: &mut StoreContextMut<'_, State>, module: ModuleId) -> Vec<HostReference> {
    let planned = cx.data().plan.module(module);
    planned.map(|planned| planned.lift.host_references.clone()).unwrap_or_default()
}

fn turn_on(cx: &mut StoreContextMut<'_, State>) -> Result<()> {
    let was_on = std::mem::replace(&mut cx.data_mut().host_pointers.is_on, true);
    match was_on {
        true => Ok(()),
        false => set_checked(cx),
    }
}

/// Lets the re-homers ask for every pointer from now on, also for those that they remember.
fn set_checked(cx: &mut StoreContextMut<'_, State>) -> Result<()> {
    let known = cx.data().plan.find_helper(|spec| *spec == HelperSpec::Ledger);
    let Some(ledger) = known.and_then(|helper| cx.data().helper(helper).ok()) else {
        return Ok(());
    };
    let missing = || Error::new(Code::Internal, "the ledger lacks a global");
    let checked = ledger.get_global(cx.as_context_mut(), names::LEDGER_CHECKED);
    let generation = ledger.get_global(cx.as_context_mut(), names::LEDGER_GENERATION);
    let (checked, generation) = (checked.ok_or_else(missing)?, generation.ok_or_else(missing)?);
    let next = match generation.get(cx.as_context_mut()) {
        Val::I64(now) => Val::I64(now.wrapping_add(1)),
        other => other,
    };
    checked
        .set(cx.as_context_mut(), Val::I32(1))
        .and_then(|()| generation.set(cx.as_context_mut(), next))
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}
