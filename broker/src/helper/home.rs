//! The home of a module's memories and tables: defines them and exports them, and nothing else.

use super::types;
use crate::names;
use crate::sig::{MemoryType, TableType};
use wasm_encoder::{ExportKind, ExportSection, MemorySection, Module, TableSection};

/// # Shape
/// Exports `memory0`, `memory1`, … and `table0`, `table1`, … in order.
pub(super) fn bytes(memories: &[MemoryType], tables: &[TableType]) -> Vec<u8> {
    let (mut memory_section, mut table_section) = (MemorySection::new(), TableSection::new());
    let mut exports = ExportSection::new();
    for (idx, ty) in tables.iter().enumerate() {
        table_section.table(types::table_type(ty));
        exports.export(&names::home_table(idx), ExportKind::Table, idx as u32);
    }
    for (idx, ty) in memories.iter().enumerate() {
        memory_section.memory(types::memory_type(ty));
        exports.export(&names::home_memory(idx), ExportKind::Memory, idx as u32);
    }
    let mut module = Module::new();
    module.section(&table_section).section(&memory_section).section(&exports);
    module.finish()
}
