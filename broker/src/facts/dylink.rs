//! The custom section of dynamic libraries.
//!
//! Invariants: numbers are checked against the limits before anybody allocates by them; unknown
//! subsections are skipped.
//!
//! # Source
//! tool-conventions, `DynamicLinking.md`, "The dylink.0 section", and its legacy form.

use crate::error::{Code, Error, Result, escaped};
use crate::limits;
use crate::names;
use std::collections::{HashMap, HashSet};
use wasmparser::{BinaryReader, Dylink0SectionReader, Dylink0Subsection};

/// What a dynamic library says about itself.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Dylink {
    /// What memory and table it needs.
    pub mem_info: MemInfo,
    /// Names of the libraries it needs, in order.
    pub needed: Vec<String>,
    /// Exports with flags.
    pub exports: Vec<DylinkSymbol>,
    /// Imports with flags.
    pub imports: Vec<DylinkSymbol>,
    /// Where to look for `needed`, in order.
    pub runtime_path: Vec<String>,
    /// Whether it came from the legacy `dylink` section.
    pub legacy: bool,
    /// The weak imports by name, each with the modules that it is filed under: a search for each
    /// of a hundred thousand imports would take minutes.
    weak: HashMap<String, HashSet<String>>,
}

/// What memory and table a dynamic library needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct MemInfo {
    /// Bytes of memory.
    pub memory_bytes: u32,
    /// Log2 of the alignment of that memory in bytes.
    pub memory_align_log2: u32,
    /// Table slots.
    pub table_slots: u32,
    /// Log2 of the alignment of those slots.
    pub table_align_log2: u32,
}

/// One symbol with flags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DylinkSymbol {
    /// The import module; none for an export.
    pub module: Option<String>,
    /// Its name.
    pub name: String,
    /// Its flags.
    pub flags: SymbolFlags,
}

/// The flags of a symbol, as in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SymbolFlags(pub u32);

impl SymbolFlags {
    /// Whether the symbol is weak (binding 1).
    pub const fn is_weak(self) -> bool {
        self.0 & 0x3 == 1
    }

    /// Whether the symbol is thread-local.
    pub const fn is_tls(self) -> bool {
        self.0 & 0x100 != 0
    }
}

impl Dylink {
    /// How many entries its longest list has.
    pub fn longest_list(&self) -> usize {
        let lists = [self.exports.len(), self.imports.len(), self.runtime_path.len()];
        lists.into_iter().fold(self.needed.len(), usize::max)
    }

    /// Whether an import is weak: it may stay undefined. Linkers have filed entries of the global
    /// offset table under `env` too.
    pub fn is_weak_import(&self, module: &str, name: &str) -> bool {
        let filed_under = self.weak.get(name);
        filed_under.is_some_and(|it| it.contains(module) || it.contains(names::ENV))
    }

    /// Whether an export is thread-local: its value is an offset into a thread's own block.
    pub fn is_tls_export(&self, name: &str) -> bool {
        self.exports.iter().any(|symbol| symbol.flags.is_tls() && symbol.name == name)
    }
}

/// Reads the contents of a `dylink.0` section that starts at `section_offset` bytes.
///
/// # Errors
/// 5016 with the byte offset.
pub(super) fn read(data: &[u8], section_offset: usize) -> Result<Dylink> {
    let mut dylink = Dylink::default();
    let reader = Dylink0SectionReader::new(BinaryReader::new(data, section_offset));
    for subsection in reader {
        match subsection.map_err(|cause| malformed(&cause))? {
            Dylink0Subsection::MemInfo(info) => {
                dylink.mem_info = MemInfo {
                    memory_bytes: info.memory_size,
                    memory_align_log2: info.memory_alignment,
                    table_slots: info.table_size,
                    table_align_log2: info.table_alignment,
                };
            }
            Dylink0Subsection::Needed(names) => push_names(&mut dylink.needed, &names)?,
            Dylink0Subsection::RuntimePath(paths) => push_names(&mut dylink.runtime_path, &paths)?,
            Dylink0Subsection::ExportInfo(symbols) => {
                check_count(dylink.exports.len() + symbols.len())?;
                dylink.exports.extend(symbols.into_iter().map(|symbol| DylinkSymbol {
                    module: None,
                    name: symbol.name.to_owned(),
                    flags: SymbolFlags(symbol.flags.bits()),
                }));
            }
            Dylink0Subsection::ImportInfo(symbols) => {
                check_count(dylink.imports.len() + symbols.len())?;
                dylink.imports.extend(symbols.into_iter().map(|symbol| DylinkSymbol {
                    module: Some(symbol.module.to_owned()),
                    name: symbol.field.to_owned(),
                    flags: SymbolFlags(symbol.flags.bits()),
                }));
            }
            Dylink0Subsection::Unknown { .. } => {}
        }
    }
    check(dylink)
}

/// Reads the contents of a legacy `dylink` section that starts at `section_offset` bytes.
///
/// # Errors
/// 5016 with the byte offset.
pub(super) fn read_legacy(data: &[u8], section_offset: usize) -> Result<Dylink> {
    let mut reader = BinaryReader::new(data, section_offset);
    let mut number = || reader.read_var_u32();
    let mem_info = (|| {
        Ok(MemInfo {
            memory_bytes: number()?,
            memory_align_log2: number()?,
            table_slots: number()?,
            table_align_log2: number()?,
        })
    })()
    .map_err(|cause| malformed(&cause))?;
    let mut dylink = Dylink { mem_info, legacy: true, ..Dylink::default() };
    let n_needed = reader.read_var_u32().map_err(|cause| malformed(&cause))?;
    check_count(n_needed as usize)?;
    for _ in 0..n_needed {
        let name = reader.read_string().map_err(|cause| malformed(&cause))?;
        push_names(&mut dylink.needed, &[name])?;
    }
    check(dylink)
}

/// The error for a section that stands where it must not.
pub(super) fn misplaced(section_offset: usize, why: &str) -> Error {
    Error::new(Code::DylinkMalformed, format!("dylink section at offset {section_offset:#x} {why}"))
}

fn push_names(list: &mut Vec<String>, names: &[&str]) -> Result<()> {
    check_count(list.len() + names.len())?;
    for name in names {
        if name.len() as u64 > limits::NAME_BYTES {
            let what = "bytes of a library name in dylink.0";
            return Err(Error::limit(
                Code::DylinkMalformed,
                what,
                name.len() as u64,
                limits::NAME_BYTES,
            ));
        }
        list.push((*name).to_owned());
    }
    Ok(())
}

fn check_count(n_entries: usize) -> Result<()> {
    match n_entries as u64 {
        n if n > limits::DYLINK_ENTRIES => Err(Error::limit(
            Code::DylinkMalformed,
            "entries of a list in dylink.0",
            n,
            limits::DYLINK_ENTRIES,
        )),
        _ => Ok(()),
    }
}

fn check(mut dylink: Dylink) -> Result<Dylink> {
    for symbol in dylink.imports.iter().filter(|symbol| symbol.flags.is_weak()) {
        let filed_under = dylink.weak.entry(symbol.name.clone()).or_default();
        filed_under.extend(symbol.module.clone());
    }
    let info = &dylink.mem_info;
    let align_log2 = u64::from(limits::DYLINK_ALIGN_LOG2_READ);
    let rows = [
        ("memory size in bytes", info.memory_bytes.into(), limits::DYLINK_MEMORY_BYTES_READ),
        ("memory alignment (log2)", info.memory_align_log2.into(), align_log2),
        ("table size in slots", info.table_slots.into(), limits::TABLE_ELEMENTS),
        ("table alignment (log2)", info.table_align_log2.into(), align_log2),
    ];
    for (what, given, limit) in rows {
        if given > limit {
            let what = format!("dylink.0 {what}");
            return Err(Error::limit(Code::DylinkMalformed, &what, given, limit));
        }
    }
    Ok(dylink)
}

fn malformed(cause: &wasmparser::BinaryReaderError) -> Error {
    let text = format!(
        "malformed dylink section: {} at offset {:#x}",
        escaped(cause.message()),
        cause.offset()
    );
    Error::new(Code::DylinkMalformed, text)
}
