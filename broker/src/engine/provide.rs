//! From a source in the plan to a thing of the engine.

use super::state::State;
use super::{guest, symbols, trap};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::{HostId, ModuleId};
use crate::plan::{Base, Source, StubKind};
use crate::sig::ValType;
use wasmtime::{
    AsContextMut, Extern, ExternType, Func, FuncType, Global, ImportType, StoreContextMut, Val,
};

/// What a source is now. `importer` owns the host functions that name no owner.
///
/// # Errors
/// 5003, 5030: the plan was checked.
pub(super) fn provide(
    cx: &mut StoreContextMut<'_, State>,
    source: &Source,
    importer: ModuleId,
    import: &ImportType<'_>,
) -> Result<Extern> {
    match source {
        Source::Peer { .. } | Source::Helper { .. } => export_of(cx, source),
        Source::Host(host) => Ok(host_func(cx, *host, importer)?.into()),
        Source::Broker { function, owner } => {
            let ty = func_type(&import.ty())?;
            Ok(guest::function(cx, function, *owner, ty)?.into())
        }
        Source::Constant(value) => constant(cx, *value, &import.ty()),
        Source::Base { module, base } => {
            let given = cx.data().modules[module.idx()].given.clone();
            let given = given
                .ok_or_else(|| Error::new(Code::Internal, format!("{module} was given no room")))?;
            let number = match base {
                Base::Memory => given.memory_base,
                Base::Table => given.table_base,
            };
            constant(cx, number.cast_signed(), &import.ty())
        }
        Source::Shared(global) => Ok(symbols::shared_global(cx, *global)?.into()),
        Source::Address { module, export } => {
            let plan = cx.data().plan.clone();
            let address = symbols::address_of(cx, &plan, *module, export)?;
            constant(cx, address.cast_signed(), &import.ty())
        }
        Source::Stub(kind) => {
            let name = format!("{}.{}", import.module(), import.name());
            Ok(stub(cx, *kind, importer, name, func_type(&import.ty())?).into())
        }
        Source::Missing => {
            Err(Error::new(Code::Internal, "a plan with problems cannot be carried out"))
        }
    }
}

/// A function of the host that has no importer: it is asked for by its address.
///
/// # Errors
/// 5030: the plan names only functions here.
pub(super) fn provide_func(
    cx: &mut StoreContextMut<'_, State>,
    source: &Source,
    owner: ModuleId,
    ty: &crate::sig::FuncType,
) -> Result<Func> {
    match source {
        Source::Host(host) => host_func(cx, *host, owner),
        Source::Broker { function, owner } => {
            let ty = engine_type(cx, ty)?;
            guest::function(cx, function, *owner, ty)
        }
        _ => match export_of(cx, source)? {
            Extern::Func(func) => Ok(func),
            _ => Err(Error::new(Code::Internal, "a function is something else")),
        },
    }
}

fn host_func(cx: &mut StoreContextMut<'_, State>, host: HostId, owner: ModuleId) -> Result<Func> {
    let hosts = cx.data().hosts.clone();
    let entry = hosts
        .get(host.idx())
        .ok_or_else(|| Error::new(Code::Internal, format!("there is no {host}")))?;
    Ok(entry.make(cx, owner))
}

/// A type of ours as the engine's.
fn engine_type(cx: &mut StoreContextMut<'_, State>, ty: &crate::sig::FuncType) -> Result<FuncType> {
    let val_type = |ty: &ValType| match ty {
        ValType::I32 => Ok(wasmtime::ValType::I32),
        ValType::I64 => Ok(wasmtime::ValType::I64),
        ValType::F32 => Ok(wasmtime::ValType::F32),
        ValType::F64 => Ok(wasmtime::ValType::F64),
        ValType::V128 => Ok(wasmtime::ValType::V128),
        ValType::Ref(_) => Err(Error::new(Code::Internal, "no host function takes references")),
    };
    let params = ty.params.iter().map(val_type).collect::<Result<Vec<_>>>()?;
    let results = ty.results.iter().map(val_type).collect::<Result<Vec<_>>>()?;
    Ok(FuncType::new(cx.engine(), params, results))
}

/// The export that a source names.
///
/// # Errors
/// 5003 if there is none, 5023 if the module is not instantiated yet.
pub(super) fn export_of(cx: &mut StoreContextMut<'_, State>, source: &Source) -> Result<Extern> {
    let (instance, export) = match source {
        Source::Peer { module, export } => (cx.data().instance(*module)?, export),
        Source::Helper { helper, export } => (cx.data().helper(*helper)?, export),
        _ => return Err(Error::new(Code::Internal, "the source is no export")),
    };
    instance.get_export(cx.as_context_mut(), export).ok_or_else(|| {
        Error::new(Code::ExportNotFound, format!("there is no export {}", quoted(export)))
    })
}

fn func_type(ty: &ExternType) -> Result<FuncType> {
    match ty {
        ExternType::Func(ty) => Ok(ty.clone()),
        _ => Err(Error::new(Code::Internal, "a host function is given for something else")),
    }
}

fn constant(cx: &mut StoreContextMut<'_, State>, value: i64, ty: &ExternType) -> Result<Extern> {
    let ExternType::Global(ty) = ty else {
        return Err(Error::new(Code::Internal, "a constant is given for something else"));
    };
    let value = match ty.content() {
        // The planner wrote the constant for this type: the upper half is empty.
        wasmtime::ValType::I32 => Val::I32(value as i32),
        wasmtime::ValType::F32 => Val::F32(value as u32),
        wasmtime::ValType::F64 => Val::F64(value.cast_unsigned()),
        _ => Val::I64(value),
    };
    Global::new(cx.as_context_mut(), ty.clone(), value)
        .map(Extern::from)
        .map_err(|cause| trap::convert(cx, &cause, Code::Internal))
}

/// What an unresolved import becomes where the policy says to go on.
fn stub(
    cx: &mut StoreContextMut<'_, State>,
    kind: StubKind,
    importer: ModuleId,
    name: String,
    ty: FuncType,
) -> Func {
    let importer = cx.data().module_name(importer);
    Func::new(cx.as_context_mut(), ty.clone(), move |_, _, results| match kind {
        StubKind::Trap => {
            let text = format!("{} called {}", quoted(&importer), quoted(&name));
            let error =
                Error::new(Code::UnresolvedImport, format!("{text}, which has no provider"));
            Err(error.into_trap().into())
        }
        StubKind::Zero => {
            for (result, ty) in results.iter_mut().zip(ty.results()) {
                *result = Val::default_for_ty(&ty).unwrap_or(Val::I32(0));
            }
            Ok(())
        }
    })
}
