//! The walk over a module's sections.
//!
//! Invariant: the bytes are validated first, so that everything after reads only what the validator
//! has accepted; custom sections are not validated, and what is malformed there is skipped, except
//! for dylink, which decides how the module is loaded.

use super::references::References;
use super::{
    CallAt, CodeShape, CustomSection, ExportFact, ImportFact, MemoryFact, ModuleFacts, Producer,
    Role, RoleReason, SegmentTotals, TableFact, dylink, features, role, segments, shape, stack,
    types,
};
use crate::error::{Code, Error, Result};
use crate::names;
use crate::sig::FuncType;
use indexmap::IndexMap;
use wasmparser::{
    BinaryReader, BinaryReaderError, CustomSectionReader, DataSectionReader, ElementItems,
    ElementSectionReader, ExternalKind, ImportSectionReader, KnownCustom, Name, Operator,
    OperatorsReader, Parser, Payload, TableInit, TypeRef, Validator,
};

/// Reads the facts of a binary module.
///
/// # Errors
/// See [`ModuleFacts::of`].
pub(super) fn read(bytes: &[u8]) -> Result<ModuleFacts> {
    if Parser::is_component(bytes) {
        return Err(Error::new(Code::CompileError, "this is a component, not a core module")
            .help("take the core module out of it: `wasm-tools component unbundle`"));
    }
    let types = Validator::new_with_features(features::allowed())
        .validate_all(bytes)
        .map_err(|cause| features::refusal(bytes, &cause))?;
    let types = types.as_ref();
    let mut facts = empty(bytes.len());
    facts.functions =
        (0..types.function_count()).map(|idx| types::function_at(types, idx)).collect();
    facts.globals =
        (0..types.global_count()).map(|idx| types::global_type(types.global_at(idx))).collect();
    facts.tags = (0..types.tag_count()).map(|idx| types::tag_at(types, idx)).collect();

    let mut references = References::default();
    for (n_sections, payload) in Parser::new(0).parse_all(bytes).enumerate() {
        let payload = payload.map_err(|cause| features::malformed(&cause))?;
        references
            .read(&payload, facts.n_imported_functions())
            .map_err(|cause| features::malformed(&cause))?;
        read_payload(&mut facts, types, payload, n_sections).map_err(|failure| match failure {
            Failure::Reader(cause) => features::malformed(&cause),
            Failure::Ours(error) => error,
        })?;
    }
    facts.longest_name_bytes = longest_name(&facts);
    facts.referenced_imports = references.imported();
    facts.shape = shape::of(bytes).map_err(|cause| features::malformed(&cause))?;
    facts.exports_by_name = (0..facts.exports.len() as u32).collect();
    let exports = &facts.exports;
    facts.exports_by_name.sort_by_key(|idx| exports[*idx as usize].name.as_str());
    facts.stack_pointer_idx = stack::pointer_idx(bytes, &facts);
    (facts.role, facts.role_reason) = role::of(&facts);
    Ok(facts)
}

enum Failure {
    Reader(BinaryReaderError),
    Ours(Error),
}

impl From<BinaryReaderError> for Failure {
    fn from(cause: BinaryReaderError) -> Self {
        Self::Reader(cause)
    }
}

fn empty(size_bytes: usize) -> ModuleFacts {
    ModuleFacts {
        size_bytes,
        name: None,
        imports: Vec::new(),
        exports: Vec::new(),
        memories: Vec::new(),
        tables: Vec::new(),
        globals: Vec::new(),
        tags: Vec::new(),
        functions: Vec::new(),
        function_imports: Vec::new(),
        global_imports: Vec::new(),
        longest_name_bytes: 0,
        referenced_imports: Vec::new(),
        start_func_idx: None,
        stack_pointer_idx: None,
        function_names: IndexMap::new(),
        dylink: None,
        producers: Vec::new(),
        custom_sections: Vec::new(),
        code_range: None,
        shape: CodeShape::default(),
        data: SegmentTotals::default(),
        elements: SegmentTotals::default(),
        active_segments: Vec::new(),
        role: Role::Plain,
        role_reason: RoleReason::NothingSpecial,
        exports_by_name: Vec::new(),
    }
}

fn read_payload(
    facts: &mut ModuleFacts,
    types: wasmparser::types::TypesRef<'_>,
    payload: Payload<'_>,
    n_sections: usize,
) -> Result<(), Failure> {
    match payload {
        Payload::ImportSection(reader) => read_imports(facts, types, reader)?,
        Payload::MemorySection(reader) => {
            for ty in reader {
                facts.memories.push(memory_fact(ty?, None));
            }
        }
        Payload::TableSection(reader) => {
            for table in reader {
                let table = table?;
                facts.tables.push(TableFact {
                    ty: types::table_type(table.ty),
                    import_idx: None,
                    has_init_expr: matches!(table.init, TableInit::Expr(_)),
                });
            }
        }
        Payload::ExportSection(reader) => {
            for export in reader {
                let export = export?;
                facts.exports.push(ExportFact {
                    name: export.name.to_owned(),
                    ty: types::extern_at(types, export.kind, export.index),
                    item_idx: export.index,
                });
            }
        }
        Payload::StartSection { func, .. } => facts.start_func_idx = Some(func),
        Payload::ElementSection(reader) => {
            facts.elements = element_totals(reader.clone())?;
            facts.active_segments.extend(segments::of_elements(reader)?);
        }
        Payload::DataSection(reader) => {
            facts.data = data_totals(reader.clone())?;
            facts.active_segments.extend(segments::of_data(reader)?);
        }
        Payload::CodeSectionStart { range, .. } => facts.code_range = Some(range),
        Payload::CustomSection(reader) => {
            read_custom(facts, &reader, n_sections).map_err(Failure::Ours)?;
        }
        _ => {}
    }
    Ok(())
}

fn read_imports(
    facts: &mut ModuleFacts,
    types: wasmparser::types::TypesRef<'_>,
    reader: ImportSectionReader<'_>,
) -> Result<(), Failure> {
    let mut n_tags = 0;
    for import in reader.into_imports_with_offsets() {
        let (module_offset, import) = import?;
        let import_idx = Some(facts.imports.len());
        let (kind, item_idx) = match import.ty {
            TypeRef::Func(_) | TypeRef::FuncExact(_) => {
                facts.function_imports.push(facts.imports.len() as u32);
                (ExternalKind::Func, facts.n_imported_functions() - 1)
            }
            TypeRef::Table(ty) => {
                let ty = types::table_type(ty);
                facts.tables.push(TableFact { ty, import_idx, has_init_expr: false });
                (ExternalKind::Table, facts.tables.len() as u32 - 1)
            }
            TypeRef::Memory(ty) => {
                facts.memories.push(memory_fact(ty, import_idx));
                (ExternalKind::Memory, facts.memories.len() as u32 - 1)
            }
            TypeRef::Global(_) => {
                facts.global_imports.push(facts.imports.len() as u32);
                (ExternalKind::Global, facts.global_imports.len() as u32 - 1)
            }
            TypeRef::Tag(_) => {
                n_tags += 1;
                (ExternalKind::Tag, n_tags - 1)
            }
        };
        facts.imports.push(ImportFact {
            module: import.module.to_owned(),
            name: import.name.to_owned(),
            ty: types::extern_at(types, kind, item_idx),
            module_offset,
        });
    }
    Ok(())
}

fn memory_fact(ty: wasmparser::MemoryType, import_idx: Option<usize>) -> MemoryFact {
    let standard_pages = ty.page_size_log2.is_none_or(|log2| log2 == 16);
    MemoryFact { ty: types::memory_type(ty), import_idx, standard_pages }
}

fn element_totals(reader: ElementSectionReader<'_>) -> Result<SegmentTotals, Failure> {
    let mut totals = SegmentTotals::default();
    for element in reader {
        totals.n_segments += 1;
        totals.n_items += match element?.items {
            ElementItems::Functions(list) => u64::from(list.count()),
            ElementItems::Expressions(_, list) => u64::from(list.count()),
        };
    }
    Ok(totals)
}

fn data_totals(reader: DataSectionReader<'_>) -> Result<SegmentTotals, Failure> {
    let mut totals = SegmentTotals::default();
    for data in reader {
        totals.n_segments += 1;
        totals.n_items += data?.data.len() as u64;
    }
    Ok(totals)
}

fn read_custom(
    facts: &mut ModuleFacts,
    reader: &CustomSectionReader<'_>,
    n_sections: usize,
) -> Result<()> {
    facts
        .custom_sections
        .push(CustomSection { name: reader.name().to_owned(), size_bytes: reader.data().len() });
    let (data, offset) = (reader.data(), reader.data_offset());
    if [names::DYLINK_0, names::DYLINK_LEGACY].contains(&reader.name()) {
        // Payload 0 is the header.
        if n_sections != 1 {
            let why = match facts.dylink.is_some() {
                true => "is the second one",
                false => "is not the first section",
            };
            return Err(dylink::misplaced(offset, why));
        }
        facts.dylink = Some(match reader.name() == names::DYLINK_0 {
            true => dylink::read(data, offset)?,
            false => dylink::read_legacy(data, offset)?,
        });
        return Ok(());
    }
    match reader.as_known() {
        KnownCustom::Name(names) => {
            for name in names {
                match name {
                    Ok(Name::Module { name, .. }) => facts.name = Some(name.to_owned()),
                    Ok(Name::Function(map)) => facts.function_names.extend(
                        map.into_iter().flatten().map(|name| (name.index, name.name.to_owned())),
                    ),
                    Ok(Name::Global(map)) => {
                        let mut named = map.into_iter().flatten();
                        let is_it =
                            |name: &wasmparser::Naming<'_>| name.name == names::STACK_POINTER;
                        facts.stack_pointer_idx = named.find(is_it).map(|name| name.index);
                    }
                    Ok(_) => {}
                    Err(_) => break,
                }
            }
        }
        KnownCustom::Producers(fields) => {
            for field in fields.into_iter().flatten() {
                facts.producers.extend(field.values.into_iter().flatten().map(|value| Producer {
                    field: field.name.to_owned(),
                    name: value.name.to_owned(),
                    version: value.version.to_owned(),
                }));
            }
        }
        _ => {}
    }
    Ok(())
}

/// See [`ModuleFacts::call_at`].
pub(super) fn call_at(bytes: &[u8], module_offset: usize) -> Option<CallAt> {
    let reader = BinaryReader::new(bytes.get(module_offset..)?, module_offset);
    match OperatorsReader::new(reader).read().ok()? {
        Operator::Call { function_index } => Some(CallAt::Direct(function_index)),
        Operator::CallIndirect { .. } => Some(CallAt::Indirect),
        _ => None,
    }
}

/// See [`ModuleFacts::indirect_call_type`].
pub(super) fn indirect_call_type(bytes: &[u8], module_offset: usize) -> Option<FuncType> {
    let types = Validator::new_with_features(features::allowed()).validate_all(bytes).ok()?;
    // What is read where no instruction begins may name a type that is not there.
    let body = Parser::new(0).parse_all(bytes).find_map(|payload| match payload {
        Ok(Payload::CodeSectionEntry(body)) if body.range().contains(&module_offset) => Some(body),
        _ => None,
    })?;
    let operators = body.get_operators_reader().ok()?.into_iter_with_offsets();
    let is_there = |(_, offset): &(Operator<'_>, usize)| *offset == module_offset;
    let (operator, _) = operators.map_while(|read| read.ok()).find(is_there)?;
    let Operator::CallIndirect { type_index, .. } = operator else { return None };
    let types = types.as_ref();
    let id = types.core_type_at_in_module(type_index);
    Some(types::func_type(types[id].unwrap_func()))
}

/// Bytes of the longest name of an import or export.
fn longest_name(facts: &ModuleFacts) -> u64 {
    let exports = facts.exports.iter().map(|export| export.name.len());
    let imports = facts.imports.iter().map(|import| import.name.len().max(import.module.len()));
    exports.chain(imports).max().unwrap_or_default() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_indirect_call_is_one_only_where_an_instruction_begins() {
        let wat = r#"(module (type $type (func (param i64) (result i32)))
            (import "a" "name of some length" (func)) (table 1 funcref)
            (func (export "f") (result i32) (local i32)
                (drop (i32.const 0x1111))
                (call_indirect (type $type) (i64.const 0x11) (i32.const 0)))
            (data "\11\00\11\ff\11\05\00\11\80\80\80\80\08\00"))"#;
        let bytes = wat::parse_str(wat).expect("a module");
        let calls: Vec<_> = (0..=bytes.len())
            .chain([usize::MAX])
            .filter_map(|offset| Some((offset, indirect_call_type(&bytes, offset)?)))
            .collect();
        let [(offset, ty)] = calls.as_slice() else { panic!("{calls:?}") };
        assert_eq!(bytes[*offset], 0x11, "at {offset}");
        assert_eq!(ty.to_string(), "(func (param i64) (result i32))");
        assert_eq!(indirect_call_type(&bytes[..offset + 1], *offset), None);
    }
}
