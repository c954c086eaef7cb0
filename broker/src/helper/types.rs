//! From our types to the encoder's.

use crate::sig::{FuncType, MemoryType, TableType, ValType, Width};
use wasm_encoder::{AbstractHeapType, HeapType, RefType};

const EXN: HeapType = HeapType::Abstract { shared: false, ty: AbstractHeapType::Exn };

pub(super) fn val_type(ty: &ValType) -> wasm_encoder::ValType {
    match ty {
        ValType::I32 => wasm_encoder::ValType::I32,
        ValType::I64 => wasm_encoder::ValType::I64,
        ValType::F32 => wasm_encoder::ValType::F32,
        ValType::F64 => wasm_encoder::ValType::F64,
        ValType::V128 => wasm_encoder::ValType::V128,
        ValType::Ref(text) => wasm_encoder::ValType::Ref(ref_type(text)),
    }
}

/// Reference types by their WAT. Typed references are off, so that these are all there are.
fn ref_type(text: &str) -> RefType {
    match text {
        "externref" => RefType::EXTERNREF,
        "exnref" => RefType { nullable: true, heap_type: EXN },
        _ => RefType::FUNCREF,
    }
}

pub(super) fn val_types(types: &[ValType]) -> Vec<wasm_encoder::ValType> {
    types.iter().map(val_type).collect()
}

pub(super) fn add_func_type(section: &mut wasm_encoder::TypeSection, ty: &FuncType) {
    section.ty().function(val_types(&ty.params), val_types(&ty.results));
}

pub(super) fn memory_type(ty: &MemoryType) -> wasm_encoder::MemoryType {
    wasm_encoder::MemoryType {
        minimum: ty.min_pages,
        maximum: ty.max_pages,
        memory64: ty.width == Width::W64,
        shared: ty.shared,
        page_size_log2: None,
    }
}

pub(super) fn table_type(ty: &TableType) -> wasm_encoder::TableType {
    let element_type = match &ty.element {
        ValType::Ref(text) => ref_type(text),
        _ => RefType::FUNCREF,
    };
    wasm_encoder::TableType {
        element_type,
        table64: ty.width == Width::W64,
        minimum: ty.min_slots,
        maximum: ty.max_slots,
        shared: false,
    }
}
