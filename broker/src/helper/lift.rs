//! The lift pass: a user's module with its memories and tables made imports.
//!
//! Invariants: nothing but the import, table and memory sections is touched, and the exports where
//! one is added, so that every index and every byte of code stays what it was, and offsets differ
//! by one constant; lifted items are appended to the imports, memories first, in the order of the
//! plan.
//!
//! # Source
//! The guest ABI, "Cycles".

use super::types;
use crate::error::{Code, Error, Result};
use crate::names;
use crate::plan::Lift;
use wasm_encoder::reencode::{Reencode, RoundtripReencoder};
use wasm_encoder::{
    EntityType, ExportKind, ExportSection, ImportSection, Module, RawSection, SectionId,
    TableSection,
};
use wasmparser::{Parser, Payload, TypeRef};

/// A module after the lift pass.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lifted {
    /// The binary.
    pub(crate) bytes: Vec<u8>,
    /// What to add to a code offset in `bytes` to get the offset in the module as it was given.
    pub(crate) code_offset_delta: i64,
}

/// Runs the lift pass.
///
/// # Errors
/// 5030 where a module that was validated cannot be re-encoded.
pub(crate) fn lift(bytes: &[u8], lift: &Lift) -> Result<Lifted> {
    let mut pass = Pass {
        module: Module::new(),
        lift,
        imports_done: false,
        exports_done: false,
        code_offset_delta: 0,
    };
    for payload in Parser::new(0).parse_all(bytes) {
        let payload = payload.map_err(|cause| internal(&cause.to_string()))?;
        pass.payload(bytes, &payload)?;
    }
    pass.finish_imports(ImportSection::new());
    if pass.adds_exports() {
        pass.finish_exports(ExportSection::new());
    }
    Ok(Lifted { bytes: pass.module.finish(), code_offset_delta: pass.code_offset_delta })
}

/// The sections that come after the exports.
const AFTER_EXPORTS: [SectionId; 5] =
    [SectionId::Start, SectionId::Element, SectionId::DataCount, SectionId::Code, SectionId::Data];

struct Pass<'a> {
    module: Module,
    lift: &'a Lift,
    imports_done: bool,
    exports_done: bool,
    code_offset_delta: i64,
}

impl Pass<'_> {
    fn payload(&mut self, bytes: &[u8], payload: &Payload<'_>) -> Result<()> {
        let fail = |cause: &dyn std::fmt::Display| internal(&cause.to_string());
        let Some((id, range)) = payload.as_section() else { return Ok(()) };
        let is_after_imports =
            id != u8::from(SectionId::Custom) && id > u8::from(SectionId::Import);
        if is_after_imports {
            self.finish_imports(ImportSection::new());
        }
        if AFTER_EXPORTS.iter().any(|after| id == u8::from(*after)) && self.adds_exports() {
            self.finish_exports(ExportSection::new());
        }
        match payload {
            Payload::ImportSection(reader) => {
                let mut section = ImportSection::new();
                for (idx, import) in reader.clone().into_imports().enumerate() {
                    let import = import.map_err(|cause| fail(&cause))?;
                    let ty = self.import_type(idx, import.ty)?;
                    section.import(import.module, import.name, ty);
                }
                self.finish_imports(section);
            }
            Payload::ExportSection(reader) if self.adds_exports() => {
                let mut section = ExportSection::new();
                RoundtripReencoder
                    .parse_export_section(&mut section, reader.clone())
                    .map_err(|cause| fail(&cause))?;
                self.finish_exports(section);
            }
            Payload::MemorySection(_) if !self.lift.memories.is_empty() => {}
            Payload::TableSection(reader) if !self.lift.tables.is_empty() => {
                let mut section = TableSection::new();
                for table in reader.clone().into_iter().skip(self.lift.tables.len()) {
                    let table = table.map_err(|cause| fail(&cause))?;
                    RoundtripReencoder
                        .parse_table(&mut section, table)
                        .map_err(|cause| fail(&cause))?;
                }
                if !section.is_empty() {
                    self.module.section(&section);
                }
            }
            _ => {
                let data = bytes.get(range.clone()).unwrap_or_default();
                self.module.section(&RawSection { id, data });
                if matches!(payload, Payload::CodeSectionStart { .. }) {
                    let lifted_start = self.module.len() - data.len();
                    self.code_offset_delta = range.start as i64 - lifted_start as i64;
                }
            }
        }
        Ok(())
    }

    fn adds_exports(&self) -> bool {
        self.lift.stack_pointer_idx.is_some() || !self.lift.host_references.is_empty()
    }

    /// Writes the export section, once, with what is added at its end.
    fn finish_exports(&mut self, mut section: ExportSection) {
        if self.exports_done {
            return;
        }
        self.exports_done = true;
        if let Some(global_idx) = self.lift.stack_pointer_idx {
            section.export(names::STACK_POINTER, ExportKind::Global, global_idx);
        }
        for reference in &self.lift.host_references {
            section.export(&reference.export, ExportKind::Func, reference.func_idx);
        }
        self.module.section(&section);
    }

    /// The type of an import, without its limits where the plan says so.
    fn import_type(&self, import_idx: usize, ty: TypeRef) -> Result<EntityType> {
        let ty =
            RoundtripReencoder.entity_type(ty).map_err(|cause| internal(&cause.to_string()))?;
        Ok(match ty {
            EntityType::Table(table) if self.lift.relaxed_imports.contains(&import_idx) => {
                EntityType::Table(wasm_encoder::TableType { minimum: 0, maximum: None, ..table })
            }
            EntityType::Memory(memory) if self.lift.relaxed_imports.contains(&import_idx) => {
                EntityType::Memory(wasm_encoder::MemoryType { minimum: 0, maximum: None, ..memory })
            }
            other => other,
        })
    }

    /// Writes the import section, once, with the lifted items at its end.
    fn finish_imports(&mut self, mut section: ImportSection) {
        if self.imports_done {
            return;
        }
        self.imports_done = true;
        for (idx, item) in self.lift.memories.iter().enumerate() {
            let ty = EntityType::Memory(types::memory_type(&item.ty));
            section.import(names::HOME, &names::home_memory(idx), ty);
        }
        for (idx, item) in self.lift.tables.iter().enumerate() {
            let ty = EntityType::Table(types::table_type(&item.ty));
            section.import(names::HOME, &names::home_table(idx), ty);
        }
        if !section.is_empty() {
            self.module.section(&section);
        }
    }
}

fn internal(cause: &str) -> Error {
    let text = format!("the lift pass failed: {}", crate::error::escaped(cause));
    Error::new(Code::Internal, text)
}
