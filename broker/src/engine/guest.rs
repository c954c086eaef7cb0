//! The functions that the broker gives to guests, each bound to the module it was made for.
//!
//! # Source
//! The guest ABI.

use super::memory::GuestMemory;
use super::open::Sight;
use super::provide::export_of;
use super::state::{AtExit, LogEnabled, NamedFunction, State};
use super::{dlfcn, emscripten, execute, open, pointers, slots, wasi};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::limits;
use crate::plan::{BrokerFunction, CopyPath, Question, Source, look_up};
use wasmtime::{AsContextMut, Caller, Extern, Func, FuncType, StoreContextMut, Val, ValType};

/// C toolchains put this before the names of C functions, or do not.
const C_PREFIX: &str = "_";
/// No function of the broker has more parameters; a load for later has this many.
const MAX_PARAMS: usize = 4;

/// A function of the broker, bound to its owner.
///
/// # Errors
/// 5010 if it is a WASI call and the context cannot be built.
pub(super) fn function(
    cx: &mut StoreContextMut<'_, State>,
    function: &BrokerFunction,
    owner: ModuleId,
    ty: FuncType,
) -> Result<Func> {
    let body: Body = match function {
        BrokerFunction::Wasi(name) => return wasi::function(cx, owner, name),
        BrokerFunction::Loader(name) => {
            let name = name.clone();
            return Ok(wrap(cx, ty, move |cx, params| dlfcn::call(cx, &name, owner, params)));
        }
        BrokerFunction::AtExit => at_exit,
        BrokerFunction::Emscripten(name) => return emscripten::function(cx, name, owner, ty),
        BrokerFunction::HostRehome { to } => return Ok(host_rehome(cx, owner, *to, ty)),
        BrokerFunction::Dlopen => dlopen,
        BrokerFunction::Dlsym => dlsym,
        BrokerFunction::LogEnabled => {
            |cx, _, _| Ok(u64::from(cx.data().log_enabled == LogEnabled::Yes))
        }
        BrokerFunction::AccessorBridge => {
            |cx, owner, params| bridge(cx, owner, params, CopyPath::Auto)
        }
        BrokerFunction::AccessorBridgeFb => {
            |cx, owner, params| bridge(cx, owner, params, CopyPath::Accessors)
        }
        BrokerFunction::Fault => |cx, _, params| Err(fault(cx, params)),
        BrokerFunction::Check => |cx, _, params| {
            let [table, slot_idx] = *params else {
                return Err(Error::new(Code::Internal, "a helper asked about no pointer"));
            };
            pointers::check_entry(cx, (table as u32).cast_signed(), slot_idx)?;
            Ok(0)
        },
    };
    Ok(wrap(cx, ty, move |cx, params| body(cx, owner, params)))
}

/// The body of a function of the broker: parameters as numbers, one number as the result.
type Body = fn(&mut StoreContextMut<'_, State>, ModuleId, &[u64]) -> Result<u64>;

fn wrap(
    cx: &mut StoreContextMut<'_, State>,
    ty: FuncType,
    body: impl Fn(&mut StoreContextMut<'_, State>, &[u64]) -> Result<u64> + Send + Sync + 'static,
) -> Func {
    let result_ty = ty.results().next();
    Func::new(cx.as_context_mut(), ty, move |mut caller: Caller<'_, State>, params, results| {
        // On the stack: this runs with every call that the host re-homes.
        let mut numbers = [0; MAX_PARAMS];
        for (slot, param) in numbers.iter_mut().zip(params) {
            *slot = number(param);
        }
        let numbers = &numbers[..params.len().min(MAX_PARAMS)];
        let answer = body(&mut caller.as_context_mut(), numbers)?;
        if let (Some(result), Some(ty)) = (results.first_mut(), &result_ty) {
            *result = pointer(answer, ty)?;
        }
        Ok(())
    })
}

/// `__cxa_atexit(function, argument, library)` and `atexit(function)` of a library.
fn at_exit(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, params: &[u64]) -> Result<u64> {
    let Some(slot_idx) = params.first().copied() else { return Ok(0) };
    let is_closed = !cx.data().plan.is_open(owner);
    let at_exit = &mut cx.data_mut().modules[owner.idx()].at_exit;
    if is_closed || at_exit.len() as u64 >= limits::AT_EXIT_FUNCTIONS {
        // What C says of a full list: not 0. What was closed has had its end.
        return Ok(1);
    }
    at_exit.push(AtExit { slot_idx, argument: params.get(1).copied() });
    Ok(0)
}

fn host_rehome(
    cx: &mut StoreContextMut<'_, State>,
    from: ModuleId,
    to: ModuleId,
    ty: FuncType,
) -> Func {
    wrap(cx, ty, move |cx, params| {
        slots::rehome(cx, from, params.first().copied().unwrap_or_default(), to)
    })
}

/// An address, size, id or pointer as an unsigned number.
pub(super) fn number(val: &Val) -> u64 {
    match val {
        Val::I32(n) => u64::from(n.cast_unsigned()),
        Val::I64(n) => n.cast_unsigned(),
        _ => 0,
    }
}

/// A number as a value of an integer type, cut to its width.
pub(super) fn integer(number: u64, ty: &ValType) -> Val {
    match ty {
        ValType::I64 => Val::I64(number.cast_signed()),
        _ => Val::I32((number as u32).cast_signed()),
    }
}

/// A pointer as a value of the declared width.
///
/// # Errors
/// 5017 for one that does not fit.
pub(super) fn pointer(slot_idx: u64, ty: &ValType) -> Result<Val> {
    match ty {
        ValType::I64 => Ok(Val::I64(slot_idx.cast_signed())),
        _ => u32::try_from(slot_idx).map(|n| Val::I32(n.cast_signed())).map_err(|_| {
            let text = format!("function pointer {slot_idx} does not fit 32 bits");
            Error::new(Code::BadFunctionPointer, text)
        }),
    }
}

fn name_at(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, addr: u64) -> Result<String> {
    GuestMemory::of(cx.as_context_mut(), owner)?.read_c_str(addr)
}

/// `rb_dlopen(name)`: by the name in the link, else by the name of the file, else from the granted
/// folders.
fn dlopen(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, params: &[u64]) -> Result<u64> {
    let name = name_at(cx, owner, params.first().copied().unwrap_or_default())?;
    let found = match open::known(cx.data(), &name) {
        Some(found) => Some(found),
        None => open::open_named(cx, &name, Sight::Global)?,
    };
    Ok(found.map_or(0, |module| u64::from(module.number())))
}

/// `rb_dlsym(id, name)`: `_name`, else `name`, as a pointer in the caller's table.
fn dlsym(cx: &mut StoreContextMut<'_, State>, owner: ModuleId, params: &[u64]) -> Result<u64> {
    let [library, addr] = *params else { return Ok(0) };
    let name = name_at(cx, owner, addr)?;
    let Some(library) = open_library(cx, library) else { return Ok(0) };
    let facts = cx.data().modules[library.idx()].module.facts();
    let export = [format!("{C_PREFIX}{name}"), name]
        .into_iter()
        .find(|export| facts.exported_func(export).is_some());
    match export {
        Some(export) => slots::place_export(cx, library, &export, owner),
        None => Ok(0),
    }
}

fn open_library(cx: &StoreContextMut<'_, State>, number: u64) -> Option<ModuleId> {
    let library = ModuleId::new(u32::try_from(number).ok()?);
    cx.data().plan.is_open(library).then_some(library)
}

/// `rbBridge` and `rbBridgeFb` of the owner's accessor.
fn bridge(
    cx: &mut StoreContextMut<'_, State>,
    owner: ModuleId,
    params: &[u64],
    copy: CopyPath,
) -> Result<u64> {
    let [library, addr] = *params else { return Ok(0) };
    let name = name_at(cx, owner, addr)?;
    tracing::debug!("{owner} asks {library} for {}", quoted(&name));
    let Some(library) = open_library(cx, library) else { return Ok(0) };
    let question = Question { asker: owner, library, name: &name, copy };
    let state = cx.data();
    let (plan, source) = state.with_request(|request| look_up(&state.plan, request, question));
    let Some(source) = source else { return Ok(0) };
    execute::adopt(cx, plan)?;
    let func = match &source {
        Source::Helper { .. } => match export_of(cx, &source)? {
            Extern::Func(func) => func,
            _ => return Ok(0),
        },
        Source::Broker { function: BrokerFunction::HostRehome { to }, owner: from } => {
            let ty = FuncType::new(cx.engine(), [ValType::I32], [ValType::I32]);
            host_rehome(cx, *from, *to, ty)
        }
        _ => return Ok(0),
    };
    let name = match source {
        Source::Helper { helper, export } => NamedFunction::Helper(helper, export),
        // Not by its name: the library may have a function of its own by that.
        source => NamedFunction::Provided(source),
    };
    slots::place_named(cx, func, name, owner)
}

/// What a re-homing helper reports on its cold path.
fn fault(cx: &mut StoreContextMut<'_, State>, params: &[u64]) -> Error {
    let [code, table, slot_idx] = *params else {
        return Error::new(Code::Internal, "a helper reported a fault without its parts");
    };
    let table = (table as u32).cast_signed();
    match u16::try_from(code).ok().and_then(Code::from_number) {
        Some(Code::BadFunctionPointer) => slots::bad_pointer(cx, table, slot_idx),
        Some(Code::TableExhausted) => slots::table_full(cx, table, slot_idx),
        _ => {
            let name = quoted(&code.to_string());
            Error::new(Code::Internal, format!("a helper reported the unknown fault {name}"))
        }
    }
}
