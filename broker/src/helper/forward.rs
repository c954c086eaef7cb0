//! The forwarder of a cycle: functions that call what a table of their own holds, filled when the
//! targets exist. Costs one indirect call more than a direct import, and no host call.

use super::types;
use crate::names;
use crate::plan::ForwardTarget;
use wasm_encoder::{
    CodeSection, ExportKind, ExportSection, Function, FunctionSection, Module, RefType,
    TableSection, TableType, TypeSection,
};

/// # Shape
/// Exports `table` with one slot per target, and each function by its number. A call before its
/// slot is filled traps on the null entry.
pub(super) fn bytes(targets: &[ForwardTarget]) -> Vec<u8> {
    let (mut type_section, mut functions) = (TypeSection::new(), FunctionSection::new());
    let (mut tables, mut exports) = (TableSection::new(), ExportSection::new());
    let mut code = CodeSection::new();
    let n_slots = targets.len() as u64;
    tables.table(TableType {
        element_type: RefType::FUNCREF,
        table64: false,
        minimum: n_slots,
        maximum: Some(n_slots),
        shared: false,
    });
    exports.export(names::TABLE, ExportKind::Table, 0);
    for (idx, target) in (0_u32..).zip(targets) {
        types::add_func_type(&mut type_section, &target.ty);
        functions.function(idx);
        exports.export(&idx.to_string(), ExportKind::Func, idx);
        let mut body = Function::new([]);
        for param_idx in 0..target.ty.params.len() as u32 {
            body.instructions().local_get(param_idx);
        }
        body.instructions().i32_const(idx.cast_signed()).call_indirect(0, idx).end();
        code.function(&body);
    }
    let mut module = Module::new();
    module.section(&type_section).section(&functions).section(&tables);
    module.section(&exports).section(&code);
    module.finish()
}
