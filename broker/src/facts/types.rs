//! From the reader's types to ours: the only place where both are seen.

use crate::sig::{ExternType, FuncType, GlobalType, MemoryType, TableType, ValType, Width};
use wasmparser::types::TypesRef;

pub(super) fn val_type(ty: wasmparser::ValType) -> ValType {
    match ty {
        wasmparser::ValType::I32 => ValType::I32,
        wasmparser::ValType::I64 => ValType::I64,
        wasmparser::ValType::F32 => ValType::F32,
        wasmparser::ValType::F64 => ValType::F64,
        wasmparser::ValType::V128 => ValType::V128,
        wasmparser::ValType::Ref(ty) => ref_type(ty),
    }
}

fn ref_type(ty: wasmparser::RefType) -> ValType {
    // The reader prints a reference type as WAT, nullable abstract ones in their short form.
    ValType::Ref(ty.to_string())
}

pub(super) fn func_type(ty: &wasmparser::FuncType) -> FuncType {
    FuncType::new(
        ty.params().iter().copied().map(val_type).collect::<Vec<_>>(),
        ty.results().iter().copied().map(val_type).collect::<Vec<_>>(),
    )
}

fn width(is_64: bool) -> Width {
    if is_64 { Width::W64 } else { Width::W32 }
}

pub(super) fn memory_type(ty: wasmparser::MemoryType) -> MemoryType {
    MemoryType {
        width: width(ty.memory64),
        min_pages: ty.initial,
        max_pages: ty.maximum,
        shared: ty.shared,
    }
}

pub(super) fn table_type(ty: wasmparser::TableType) -> TableType {
    TableType {
        width: width(ty.table64),
        element: ref_type(ty.element_type),
        min_slots: ty.initial,
        max_slots: ty.maximum,
    }
}

pub(super) fn global_type(ty: wasmparser::GlobalType) -> GlobalType {
    GlobalType { value: val_type(ty.content_type), mutable: ty.mutable }
}

/// The type of function `func_idx`, which the validator has accepted.
pub(super) fn function_at(types: TypesRef<'_>, func_idx: u32) -> FuncType {
    func_type(types[types.core_function_at(func_idx)].unwrap_func())
}

/// The type of tag `tag_idx`, which the validator has accepted.
pub(super) fn tag_at(types: TypesRef<'_>, tag_idx: u32) -> FuncType {
    func_type(types[types.tag_at(tag_idx)].unwrap_func())
}

/// The type of an item of any kind, which the validator has accepted.
pub(super) fn extern_at(
    types: TypesRef<'_>,
    kind: wasmparser::ExternalKind,
    item_idx: u32,
) -> ExternType {
    use wasmparser::ExternalKind;
    match kind {
        ExternalKind::Func | ExternalKind::FuncExact => {
            ExternType::Func(function_at(types, item_idx))
        }
        ExternalKind::Table => ExternType::Table(table_type(types.table_at(item_idx))),
        ExternalKind::Memory => ExternType::Memory(memory_type(types.memory_at(item_idx))),
        ExternalKind::Global => ExternType::Global(global_type(types.global_at(item_idx))),
        ExternalKind::Tag => ExternType::Tag(tag_at(types, item_idx)),
    }
}
