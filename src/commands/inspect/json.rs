//! The facts of a module as JSON: the same names as in the Rust types, nothing clipped.

use serde_json::{Value, json};
use wasm_broker::{Dylink, DylinkSymbol, Module};

/// The whole object.
pub(super) fn json(file: &str, module: &Module) -> Value {
    let facts = module.facts();
    let import_of = |import_idx: Option<usize>| {
        let import = import_idx.and_then(|import_idx| facts.imports.get(import_idx));
        import.map(|import| format!("{}.{}", import.module, import.name))
    };
    let imports: Vec<Value> = facts
        .imports
        .iter()
        .map(|import| {
            json!({
                "module": import.module,
                "name": import.name,
                "kind": import.ty.kind(),
                "type": import.ty.to_string(),
                "module_offset": import.module_offset,
            })
        })
        .collect();
    let exports: Vec<Value> = facts
        .exports
        .iter()
        .map(|export| {
            json!({
                "name": export.name,
                "kind": export.ty.kind(),
                "type": export.ty.to_string(),
                "item_idx": export.item_idx,
            })
        })
        .collect();
    let memories = facts.memories.iter().map(
        |memory| json!({ "type": memory.ty.to_string(), "import": import_of(memory.import_idx) }),
    );
    let tables = facts.tables.iter().map(
        |table| json!({ "type": table.ty.to_string(), "import": import_of(table.import_idx) }),
    );
    json!({
        "file": file,
        "is_text": module.is_text(),
        "size_bytes": facts.size_bytes,
        "sha256": module.sha256(),
        "name": facts.name,
        "role": facts.role.to_string(),
        "role_reason": facts.role_reason.to_string(),
        "producers": producers(module),
        "n_functions": facts.functions.len(),
        "n_imported_functions": facts.n_imported_functions(),
        "start_func_idx": facts.start_func_idx,
        "data": { "n_segments": facts.data.n_segments, "n_bytes": facts.data.n_items },
        "elements": { "n_segments": facts.elements.n_segments, "n_items": facts.elements.n_items },
        "imports": imports,
        "exports": exports,
        "memories": memories.collect::<Vec<_>>(),
        "tables": tables.collect::<Vec<_>>(),
        "function_table_idx": facts.function_table_idx(),
        "dylink": facts.dylink.as_ref().map(dylink),
        "custom_sections": custom_sections(module),
    })
}

fn producers(module: &Module) -> Vec<Value> {
    let producers = module.facts().producers.iter();
    producers
        .map(|producer| {
            json!({
                "field": producer.field,
                "name": producer.name,
                "version": producer.version,
            })
        })
        .collect()
}

fn custom_sections(module: &Module) -> Vec<Value> {
    let sections = module.facts().custom_sections.iter();
    sections
        .map(|section| json!({ "name": section.name, "size_bytes": section.size_bytes }))
        .collect()
}

fn dylink(dylink: &Dylink) -> Value {
    json!({
        "memory_bytes": dylink.mem_info.memory_bytes,
        "memory_align_log2": dylink.mem_info.memory_align_log2,
        "table_slots": dylink.mem_info.table_slots,
        "table_align_log2": dylink.mem_info.table_align_log2,
        "needed": dylink.needed,
        "exports": symbols(&dylink.exports),
        "imports": symbols(&dylink.imports),
        "runtime_path": dylink.runtime_path,
        "legacy": dylink.legacy,
    })
}

fn symbols(list: &[DylinkSymbol]) -> Vec<Value> {
    list.iter()
        .map(|symbol| {
            json!({
                "module": symbol.module,
                "name": symbol.name,
                "flags": symbol.flags.0,
                "weak": symbol.flags.is_weak(),
                "thread_local": symbol.flags.is_tls(),
            })
        })
        .collect()
}
