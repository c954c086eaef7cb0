//! The owner of an exception tag that modules share: defines it and exports it, and nothing else.

use super::types;
use crate::names;
use crate::sig::FuncType;
use wasm_encoder::{ExportKind, ExportSection, Module, TagKind, TagSection, TagType, TypeSection};

/// # Shape
/// Exports `tag0`.
pub(super) fn bytes(ty: &FuncType) -> Vec<u8> {
    let (mut type_section, mut tags) = (TypeSection::new(), TagSection::new());
    types::add_func_type(&mut type_section, ty);
    tags.tag(TagType { kind: TagKind::Exception, func_type_idx: 0 });
    let mut exports = ExportSection::new();
    exports.export(names::TAG, ExportKind::Tag, 0);
    let mut module = Module::new();
    module.section(&type_section).section(&tags).section(&exports);
    module.finish()
}
