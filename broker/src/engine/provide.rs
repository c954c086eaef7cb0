//! From a source in the plan to a thing of the engine.

use super::state::State;
use super::{guest, trap};
use crate::error::{Code, Error, Result, quoted};
use crate::ids::ModuleId;
use crate::plan::{Source, StubKind};
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
        Source::Host(host) => {
            let hosts = cx.data().hosts.clone();
            let entry = hosts
                .get(host.idx())
                .ok_or_else(|| Error::new(Code::Internal, format!("there is no {host}")))?;
            Ok(entry.make(cx, importer).into())
        }
        Source::Broker { function, owner } => {
            let ty = func_type(&import.ty())?;
            Ok(guest::function(cx, function, *owner, ty)?.into())
        }
        Source::Constant(value) => constant(cx, *value, &import.ty()),
        Source::Stub(kind) => {
            let name = format!("{}.{}", import.module(), import.name());
            Ok(stub(cx, *kind, importer, name, func_type(&import.ty())?).into())
        }
        Source::Missing => {
            Err(Error::new(Code::Internal, "a plan with problems cannot be carried out"))
        }
    }
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
