//! Symbols of dynamic libraries at run time: shared globals, addresses, slots of functions.
//!
//! Invariant: a function of a group has one slot: the one that its module put it into, else one
//! that the broker gave it; who asks again, by whatever way, gets the same.

use super::place;
use super::provide::provide_func;
use super::state::{NamedFunction, State};
use super::{pointers, slots, trap};
use crate::error::{Code, Error, Result};
use crate::ids::{GlobalId, ModuleId};
use crate::plan::{LinkPlan, SharedGlobal, Source, Symbol};
use crate::sig::Width;
use wasmtime::{AsContextMut, Global, GlobalType, Mutability, StoreContextMut, Val, ValType};

/// A shared global, made when it is first asked for.
///
/// # Errors
/// 5030 for one that the plan does not have.
pub(super) fn shared_global(cx: &mut StoreContextMut<'_, State>, id: GlobalId) -> Result<Global> {
    if let Some(Some(global)) = cx.data().globals.get(id.idx()) {
        return Ok(*global);
    }
    let plan = cx.data().plan.clone();
    let planned = plan
        .shared_global(id)
        .ok_or_else(|| Error::new(Code::Internal, format!("the plan has no {id}")))?;
    // A number is known from the start: the stack pointer has to be right for start functions.
    let first = match &planned.value {
        Symbol::Number(number) => *number,
        Symbol::Stack { n_bytes, room } => place::stack(cx, planned.leader, *n_bytes, room)?,
        Symbol::Data { .. } | Symbol::Function { .. } => 0,
    };
    let ty = match planned.width {
        Width::W32 => ValType::I32,
        Width::W64 => ValType::I64,
    };
    let ty = GlobalType::new(ty, Mutability::Var);
    let global = Global::new(cx.as_context_mut(), ty, value(planned.width, first))
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))?;
    let globals = &mut cx.data_mut().globals;
    if globals.len() <= id.idx() {
        globals.resize(id.idx() + 1, None);
    }
    globals[id.idx()] = Some(global);
    Ok(global)
}

fn value(width: Width, number: u64) -> Val {
    match width {
        Width::W32 => Val::I32((number as u32).cast_signed()),
        Width::W64 => Val::I64(number.cast_signed()),
    }
}

/// Sets shared globals to what their symbols stand for.
///
/// # Errors
/// 5019 where no slot is left for a function.
pub(super) fn fill_globals(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    first: GlobalId,
    end: GlobalId,
) -> Result<()> {
    for number in first.number()..end.number() {
        let id = GlobalId::new(number);
        let Some(planned) = plan.shared_global(id) else { continue };
        if matches!(planned.value, Symbol::Number(_) | Symbol::Stack { .. }) {
            // It was right from the start, and a guest may have moved it since.
            shared_global(cx, id)?;
            continue;
        }
        fill_global(cx, plan, id, planned)?;
    }
    Ok(())
}

/// Sets shared globals to the addresses of a module's thread-local data, which has its block by
/// now.
///
/// # Errors
/// 5003, 5023.
pub(super) fn fill_thread_local(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
) -> Result<()> {
    let given = cx.data().modules[module.idx()].module.clone();
    let Some(dylink) = &given.facts().dylink else { return Ok(()) };
    for (idx, planned) in plan.globals.iter().enumerate() {
        if let Symbol::Data { module: of, export } = &planned.value
            && *of == module
            && dylink.is_tls_export(export)
        {
            fill_global(cx, plan, GlobalId::new(idx as u32), planned)?;
        }
    }
    Ok(())
}

fn fill_global(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    id: GlobalId,
    planned: &SharedGlobal,
) -> Result<()> {
    let held = number_of(cx, plan, planned.leader, &planned.value)?;
    shared_global(cx, id)?
        .set(cx.as_context_mut(), value(planned.width, held))
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}

/// The address or slot that a symbol stands for in its group.
///
/// # Errors
/// 5003 for an export that is not there, 5019 where no slot is left, 5023 for a module that does
/// not exist yet.
pub(super) fn number_of(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    leader: ModuleId,
    symbol: &Symbol,
) -> Result<u64> {
    match symbol {
        Symbol::Number(number) => Ok(*number),
        Symbol::Stack { .. } => Err(Error::new(Code::Internal, "a stack pointer has no address")),
        Symbol::Data { module, export } => address_of(cx, plan, *module, export),
        Symbol::Function { source: Source::Peer { module, export }, .. } => {
            slots::place_export(cx, *module, export, leader)
        }
        Symbol::Function { source, ty } => {
            let func = provide_func(cx, source, leader, ty)?;
            pointers::learn_of(cx, source, &func, leader)?;
            slots::place_named(cx, func, NamedFunction::Provided(source.clone()), leader)
        }
    }
}

/// The address of an exported data symbol: as the module exports it, which for a module that can be
/// anywhere is relative to where it is.
///
/// # Errors
/// 5003, 5023.
pub(super) fn address_of(
    cx: &mut StoreContextMut<'_, State>,
    plan: &LinkPlan,
    module: ModuleId,
    export: &str,
) -> Result<u64> {
    let offset = place::exported_number(cx, module, export)?;
    let planned = plan.module(module).and_then(|planned| planned.member.as_ref());
    let is_placed = planned.is_some_and(|member| member.placement.is_some());
    let loaded = &cx.data().modules[module.idx()];
    let Some(given) = loaded.given.as_ref().filter(|_| is_placed) else { return Ok(offset) };
    let dylink = loaded.module.facts().dylink.as_ref();
    let base = match dylink.is_some_and(|dylink| dylink.is_tls_export(export)) {
        true => given.tls_base,
        false => given.memory_base,
    };
    Ok(offset.wrapping_add(base))
}
