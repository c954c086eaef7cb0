//! The shim between a module and WASI: exports the module's memory under the name where WASI looks
//! for it, and forwards the calls. WASI then works on the memory of the module that called,
//! whatever that module exports.

use super::types;
use crate::names;
use crate::sig::{FuncType, Width};
use wasm_encoder::{
    CodeSection, EntityType, ExportKind, ExportSection, Function, FunctionSection, ImportSection,
    MemorySection, MemoryType, Module, TypeSection,
};

/// # Shape
/// Imports `env.memory` (if the module has one), then each function from the WASI module; exports
/// `memory` and each function under its own name.
pub(super) fn bytes(memory: Option<Width>, functions: &[(String, FuncType)]) -> Vec<u8> {
    let any_size = MemoryType {
        minimum: 0,
        maximum: None,
        memory64: memory == Some(Width::W64),
        shared: false,
        page_size_log2: None,
    };
    let (mut type_section, mut imports) = (TypeSection::new(), ImportSection::new());
    let (mut function_section, mut code) = (FunctionSection::new(), CodeSection::new());
    let (mut memories, mut exports) = (MemorySection::new(), ExportSection::new());
    match memory {
        Some(_) => {
            imports.import(names::ENV, names::MEMORY, EntityType::Memory(any_size));
        }
        None => {
            memories.memory(any_size);
        }
    }
    exports.export(names::MEMORY, ExportKind::Memory, 0);
    let n_functions = functions.len() as u32;
    for (idx, (name, ty)) in (0_u32..).zip(functions) {
        types::add_func_type(&mut type_section, ty);
        imports.import(names::WASI, name, EntityType::Function(idx));
        function_section.function(idx);
        exports.export(name, ExportKind::Func, n_functions + idx);
        let mut body = Function::new([]);
        for param_idx in 0..ty.params.len() as u32 {
            body.instructions().local_get(param_idx);
        }
        body.instructions().call(idx).end();
        code.function(&body);
    }
    let mut module = Module::new();
    module.section(&type_section).section(&imports).section(&function_section);
    if memory.is_none() {
        module.section(&memories);
    }
    module.section(&exports).section(&code);
    module.finish()
}
