//! An emscripten program as its host knows it: the exports by which its runtime is worked, and what
//! its JavaScript would remember.
//!
//! Invariant: every look-up of such an export goes through [`runtime`], and all that is remembered
//! is kept with [`owner_of`], so that modules which share a runtime can share these too.

use super::exceptions::Exceptions;
use super::files::Files;
use crate::engine::guest::{integer, number};
use crate::engine::memory::GuestMemory;
use crate::engine::slots;
use crate::engine::state::State;
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::names;
use std::sync::Arc;
use wasmtime::{
    AsContext, AsContextMut, Func, Global, Instance, Mutability, Ref, StoreContextMut, Table,
    TypedFunc, Val, ValType,
};

/// What is kept of one program.
#[derive(Default)]
pub(in crate::engine) struct Program {
    runtime: Option<Arc<Runtime>>,
    pub(super) exceptions: Exceptions,
    pub(super) files: Files,
    /// The time zone, once it was asked for.
    pub(super) zone: Option<jiff::tz::TimeZone>,
    /// The module's own view of the function table, once it was asked for.
    table: Option<Table>,
}

/// The exports of a program that its host calls; none of those that it does not have.
pub(super) struct Runtime {
    instance: Instance,
    pub(super) stack: Stack,
    pub(super) set_threw: Option<Export>,
    pub(super) malloc: Option<Export>,
    pub(super) free: Option<Export>,
    pub(super) can_catch: Option<Export>,
    pub(super) is_pointer_type: Option<Export>,
    pub(super) get_exception_ptr: Option<Export>,
    pub(super) increment_refcount: Option<Export>,
    pub(super) decrement_refcount: Option<Export>,
    pub(super) set_temp_ret: Option<Export>,
    pub(super) pointer_bytes: u64,
}

/// A program's C stack.
pub(super) enum Stack {
    Narrow {
        save: TypedFunc<(), i32>,
        restore: TypedFunc<i32, ()>,
    },
    Wide {
        save: TypedFunc<(), i64>,
        restore: TypedFunc<i64, ()>,
    },
    Pointer(Global),
    /// It has none that others may move.
    Hidden,
}

/// An export whose parameters and result are addresses, sizes and flags.
#[derive(Clone)]
pub(super) struct Export {
    func: Func,
    params: Vec<ValType>,
    n_results: usize,
}

/// The module whose runtime serves this one: the leader of its group, or itself.
pub(super) fn owner_of(cx: &StoreContextMut<'_, State>, module: ModuleId) -> ModuleId {
    cx.data().plan.host_of(module)
}

/// What is kept of the program that this module belongs to.
pub(super) fn program<'a>(
    cx: &'a mut StoreContextMut<'_, State>,
    module: ModuleId,
) -> &'a mut Program {
    let owner = owner_of(cx, module);
    &mut cx.data_mut().modules[owner.idx()].emscripten
}

/// The exports by which the runtime of a module's program is worked, looked up once.
///
/// # Errors
/// 5023 before the program is instantiated.
pub(super) fn runtime(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
) -> Result<Arc<Runtime>> {
    if let Some(known) = &program(cx, module).runtime {
        return Ok(known.clone());
    }
    let owner = owner_of(cx, module);
    let instance = cx.data().instance(owner)?;
    let made = Arc::new(Runtime::of(cx, instance, owner));
    program(cx, module).runtime = Some(made.clone());
    Ok(made)
}

impl Runtime {
    fn of(cx: &mut StoreContextMut<'_, State>, instance: Instance, owner: ModuleId) -> Self {
        let plan = cx.data().plan.clone();
        let space = plan.module(owner).and_then(|module| module.memory.as_ref());
        let is_wide = space.is_some_and(|space| space.ty.width == crate::sig::Width::W64);
        let mut export = |name, n_params, n_results| {
            Export::of(cx, instance, name, n_params).filter(|it| it.n_results == n_results)
        };
        Self {
            instance,
            set_threw: export(names::SET_THREW, 2, 0),
            malloc: export(names::MALLOC, 1, 1),
            free: export(names::FREE, 1, 0),
            can_catch: export(names::CXA_CAN_CATCH, 3, 1),
            is_pointer_type: export(names::CXA_IS_POINTER_TYPE, 1, 1),
            get_exception_ptr: export(names::CXA_GET_EXCEPTION_PTR, 1, 1),
            increment_refcount: export(names::CXA_INCREMENT_REFCOUNT, 1, 0),
            decrement_refcount: export(names::CXA_DECREMENT_REFCOUNT, 1, 0),
            set_temp_ret: export(names::EM_TEMPRET_SET, 1, 0)
                .or_else(|| export(names::SET_TEMP_RET_0, 1, 0)),
            stack: Stack::of(cx, instance),
            pointer_bytes: if is_wide { 8 } else { 4 },
        }
    }

    /// Any other exported function.
    pub(super) fn exported(&self, cx: &mut StoreContextMut<'_, State>, name: &str) -> Option<Func> {
        self.instance.get_func(cx.as_context_mut(), name)
    }
}

impl Export {
    fn of(
        cx: &mut StoreContextMut<'_, State>,
        instance: Instance,
        name: &str,
        n_params: usize,
    ) -> Option<Self> {
        let func = instance.get_func(cx.as_context_mut(), name)?;
        let ty = func.ty(cx.as_context());
        let is_integer = |ty: &ValType| matches!(ty, ValType::I32 | ValType::I64);
        let params: Vec<_> = ty.params().collect();
        let fits = params.len() == n_params
            && ty.results().len() <= 1
            && params.iter().chain(&ty.results().collect::<Vec<_>>()).all(is_integer);
        fits.then(|| Self { func, params, n_results: ty.results().len() })
    }

    /// Calls it; numbers are cut to the width that it takes.
    pub(super) fn call(
        &self,
        cx: &mut StoreContextMut<'_, State>,
        args: &[u64],
    ) -> wasmtime::Result<u64> {
        let params = args.iter().zip(&self.params).map(|(arg, ty)| integer(*arg, ty));
        let params: Vec<_> = params.collect();
        let mut results = [Val::I32(0)];
        self.func.call(cx.as_context_mut(), &params, &mut results[..self.n_results])?;
        Ok(number(&results[0]))
    }
}

impl Stack {
    fn of(cx: &mut StoreContextMut<'_, State>, instance: Instance) -> Self {
        let pairs = [
            (names::EM_STACK_GET_CURRENT, names::EM_STACK_RESTORE),
            (names::STACK_SAVE, names::STACK_RESTORE),
        ];
        for (save, restore) in pairs {
            let mut func = |name| instance.get_func(cx.as_context_mut(), name);
            let (Some(save), Some(restore)) = (func(save), func(restore)) else { continue };
            if let (Ok(save), Ok(restore)) = (save.typed(&cx), restore.typed(&cx)) {
                return Self::Narrow { save, restore };
            }
            if let (Ok(save), Ok(restore)) = (save.typed(&cx), restore.typed(&cx)) {
                return Self::Wide { save, restore };
            }
        }
        let global = instance.get_global(cx.as_context_mut(), names::STACK_POINTER);
        let movable = global.filter(|it| it.ty(cx.as_context()).mutability() == Mutability::Var);
        movable.map_or(Self::Hidden, Self::Pointer)
    }

    /// Where the stack's top is.
    pub(super) fn save(&self, cx: &mut StoreContextMut<'_, State>) -> wasmtime::Result<Val> {
        Ok(match self {
            Self::Narrow { save, .. } => Val::I32(save.call(cx.as_context_mut(), ())?),
            Self::Wide { save, .. } => Val::I64(save.call(cx.as_context_mut(), ())?),
            Self::Pointer(global) => global.get(cx.as_context_mut()),
            Self::Hidden => Val::I32(0),
        })
    }

    /// Gives back what was taken of the stack since `top` was its top.
    pub(super) fn restore(
        &self,
        cx: &mut StoreContextMut<'_, State>,
        top: Val,
    ) -> wasmtime::Result<()> {
        match (self, top) {
            (Self::Narrow { restore, .. }, Val::I32(top)) => restore.call(cx.as_context_mut(), top),
            (Self::Wide { restore, .. }, Val::I64(top)) => restore.call(cx.as_context_mut(), top),
            (Self::Pointer(global), top) => global.set(cx.as_context_mut(), top),
            _ => Ok(()),
        }
    }
}

/// Room on the program's heap.
///
/// # Errors
/// 5003 if the program exports no `malloc`, 5020 if its heap is full; what the guest fails with.
pub(super) fn allocate(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    n_bytes: u64,
) -> wasmtime::Result<u64> {
    let runtime = runtime(cx, module)?;
    let name = quoted(&cx.data().module_name(module));
    let Some(malloc) = &runtime.malloc else {
        let text = format!("{name} exports no {}, which its host needs", quoted(names::MALLOC));
        let help = "build with -sEXPORTED_FUNCTIONS=_malloc,_free and what else is exported";
        return Err(Error::new(Code::ExportNotFound, text).help(help).into_trap().into());
    };
    // What does not fit the address is cut on the way, and would be little again.
    let fits = runtime.pointer_bytes == 8 || u32::try_from(n_bytes).is_ok();
    match if fits { malloc.call(cx, &[n_bytes])? } else { 0 } {
        0 => {
            let text = format!("the heap of {name} is full");
            Err(Error::new(Code::LimitExceeded, text).into_trap().into())
        }
        addr => Ok(addr),
    }
}

/// Room on the program's heap at a multiple of a power of two; 0 if there is none, or if the
/// program does not export what gives it.
///
/// # Errors
/// What the guest fails with.
pub(super) fn allocate_aligned(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    align_bytes: u64,
    n_bytes: u64,
) -> wasmtime::Result<u64> {
    let runtime = runtime(cx, module)?;
    let fits = runtime.pointer_bytes == 8 || u32::try_from(n_bytes).is_ok();
    match Export::of(cx, runtime.instance, names::EM_MEMALIGN, 2) {
        Some(memalign) if fits => memalign.call(cx, &[align_bytes, n_bytes]),
        _ => Ok(0),
    }
}

/// The function behind a pointer of a module. As `slots::function_at`, which every call in a `try`
/// would pay for.
///
/// # Errors
/// 5017, 5019.
pub(super) fn function_at(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    slot_idx: u64,
) -> Result<Func> {
    let table = match cx.data().modules[module.idx()].emscripten.table {
        Some(table) => table,
        None => slots::handle(cx, module)?,
    };
    cx.data_mut().modules[module.idx()].emscripten.table = Some(table);
    match table.get(cx.as_context_mut(), slot_idx) {
        Some(Ref::Func(Some(func))) if slot_idx != 0 => Ok(func),
        // It says what is wrong.
        _ => slots::function_at(cx, module, slot_idx).map_err(Error::into_trap),
    }
}

/// Calls a function pointer with addresses; answers its result, if it has one.
///
/// # Errors
/// 5017, 5018; what the guest fails with.
pub(super) fn call_pointer(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    slot_idx: u64,
    args: &[u64],
) -> wasmtime::Result<u64> {
    let func = function_at(cx, module, slot_idx)?;
    let ty = func.ty(cx.as_context());
    let params: Vec<_> = ty.params().collect();
    let fits = params.len() == args.len()
        && ty.results().len() <= 1
        && params.iter().all(|ty| matches!(ty, ValType::I32 | ValType::I64));
    if !fits {
        let text = "a function pointer was called with another signature";
        return Err(Error::new(Code::SignatureMismatch, text).into_trap().into());
    }
    Export { func, params, n_results: ty.results().len() }.call(cx, args)
}

/// Sets C's `errno`, where the program lets its host.
///
/// # Errors
/// What the guest fails with.
pub(super) fn set_errno(
    cx: &mut StoreContextMut<'_, State>,
    module: ModuleId,
    number: i32,
) -> wasmtime::Result<()> {
    let instance = runtime(cx, module)?.instance;
    if let Some(location) = Export::of(cx, instance, names::ERRNO_LOCATION, 0)
        && location.n_results == 1
    {
        let addr = location.call(cx, &[])?;
        GuestMemory::of(cx.as_context_mut(), module)?.write(addr, &number.to_le_bytes())?;
    }
    Ok(())
}
