//! What a module says about itself: pure data, read from its bytes once.
//!
//! Invariants: reading never panics, whatever the bytes; a [`ModuleFacts`] describes a module that
//! passed validation at the feature set of `features.rs`; lists are in the order of the file.

mod dylink;
mod features;
mod lines;
mod print;
mod references;
mod role;
mod sections;
mod segments;
mod shape;
mod stack;
mod types;

pub use dylink::{Dylink, DylinkSymbol, MemInfo, SymbolFlags};
pub use lines::SourceLine;
pub use role::{Role, RoleReason};
pub use segments::{ActiveSegment, SegmentOffset, SegmentTarget};
pub use shape::CodeShape;

use crate::error::Result;
use crate::names;
use crate::sig::{ExternType, FuncType, GlobalType, MemoryType, TableType};
use indexmap::IndexMap;
use std::ops::Range;

/// What a module says about itself.
///
/// # Example
/// ```
/// let module = wasm_broker::Module::from_bytes(br#"(module (memory (export "memory") 1))"#)?;
/// let facts = module.facts();
/// assert_eq!(facts.memories[0].ty.min_pages, 1);
/// assert_eq!(facts.exports[0].name, "memory");
/// # Ok::<(), wasm_broker::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModuleFacts {
    /// Size of the binary in bytes.
    pub size_bytes: usize,
    /// The module's own name, from its name section.
    pub name: Option<String>,
    /// Imports in order.
    pub imports: Vec<ImportFact>,
    /// Exports in order.
    pub exports: Vec<ExportFact>,
    /// The memories, imported ones first.
    pub memories: Vec<MemoryFact>,
    /// The tables, imported ones first.
    pub tables: Vec<TableFact>,
    /// The globals, imported ones first.
    pub globals: Vec<GlobalType>,
    /// The tags, imported ones first.
    pub tags: Vec<FuncType>,
    /// The type of each function, imported ones first.
    pub functions: Vec<FuncType>,
    /// The imported functions, by function index: indices into [`Self::imports`].
    pub function_imports: Vec<u32>,
    /// The imported globals, by global index: likewise.
    pub global_imports: Vec<u32>,
    /// Bytes of the longest name of an import or export.
    pub longest_name_bytes: u64,
    /// The imported functions that the module can make references to: what its exports, elements
    /// and constants name. In order of their index.
    pub referenced_imports: Vec<u32>,
    /// The start function.
    pub start_func_idx: Option<u32>,
    /// The global that is the C stack pointer, where the module defines it: by its name, or by what
    /// the functions that save and restore it do.
    pub stack_pointer_idx: Option<u32>,
    /// Function names from the name section, by function index.
    pub function_names: IndexMap<u32, String>,
    /// The dylink.0 section, or the legacy one in its words.
    pub dylink: Option<Dylink>,
    /// The producers section: field, then (name, version).
    pub producers: Vec<Producer>,
    /// Custom sections in order: name and size in bytes.
    pub custom_sections: Vec<CustomSection>,
    /// Where the contents of the code section lie in the binary, in bytes.
    pub code_range: Option<Range<usize>>,
    /// The shape of the code, which tells how long compiling takes.
    pub shape: CodeShape,
    /// How many data segments there are, and their bytes together.
    pub data: SegmentTotals,
    /// How many element segments there are, and their elements together.
    pub elements: SegmentTotals,
    /// What is written when the module is instantiated, in that order: elements, then data.
    pub active_segments: Vec<ActiveSegment>,
    /// What kind of module it is.
    pub role: Role,
    /// Why we think so.
    pub role_reason: RoleReason,
    /// The exports by name: indices into [`Self::exports`], sorted by what they name.
    exports_by_name: Vec<u32>,
}

/// One import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportFact {
    /// The module part of its name.
    pub module: String,
    /// The field part of its name.
    pub name: String,
    /// Its type.
    pub ty: ExternType,
    /// Where it stands in the binary, in bytes.
    pub module_offset: usize,
}

/// One export.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportFact {
    /// Its name.
    pub name: String,
    /// Its type.
    pub ty: ExternType,
    /// Its index in the index space of its kind.
    pub item_idx: u32,
}

/// One memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MemoryFact {
    /// Its type.
    pub ty: MemoryType,
    /// The import that provides it; none if the module defines it.
    pub import_idx: Option<usize>,
    /// Whether its page size is the usual 64 KiB.
    pub standard_pages: bool,
}

/// One table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableFact {
    /// Its type.
    pub ty: TableType,
    /// The import that provides it; none if the module defines it.
    pub import_idx: Option<usize>,
    /// Whether the module fills it with an expression, so that nobody else can create it.
    pub has_init_expr: bool,
}

/// One entry of the producers section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Producer {
    /// `language`, `processed-by` or `sdk`.
    pub field: String,
    /// For instance `clang`.
    pub name: String,
    /// For instance `15.0.0`.
    pub version: String,
}

/// One custom section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustomSection {
    /// Its name.
    pub name: String,
    /// Its contents in bytes.
    pub size_bytes: usize,
}

/// A call instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallAt {
    /// It names this function.
    Direct(u32),
    /// It goes through a table.
    Indirect,
}

/// Segments of one kind, counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct SegmentTotals {
    /// How many.
    pub n_segments: u32,
    /// Bytes of data, or elements, of all of them together.
    pub n_items: u64,
}

impl ModuleFacts {
    /// Reads a binary module.
    ///
    /// # Errors
    /// 5000 with the byte offset; 5016 for a malformed dylink.0 section; 5028 for a feature that is
    /// off.
    pub fn of(bytes: &[u8]) -> Result<Self> {
        sections::read(bytes)
    }

    /// The same without what only messages need.
    #[cfg(feature = "engine")]
    pub(crate) fn without_names(&self) -> Self {
        Self {
            name: None,
            imports: Vec::new(),
            function_names: IndexMap::new(),
            producers: Vec::new(),
            custom_sections: Vec::new(),
            active_segments: Vec::new(),
            ..self.clone()
        }
    }

    /// The export of this name.
    pub fn export(&self, name: &str) -> Option<&ExportFact> {
        let name_of = |idx: &u32| self.exports[*idx as usize].name.as_str();
        let found = self.exports_by_name.binary_search_by_key(&name, name_of).ok()?;
        self.exports.get(self.exports_by_name[found] as usize)
    }

    /// How many of the functions are imported.
    pub fn n_imported_functions(&self) -> u32 {
        self.function_imports.len() as u32
    }

    /// The import that an export hands on, if it is a function or global that the module does not
    /// define: an index into [`Self::imports`].
    pub fn handed_on(&self, export: &ExportFact) -> Option<usize> {
        let imports = match &export.ty {
            ExternType::Func(_) => &self.function_imports,
            ExternType::Global(_) => &self.global_imports,
            _ => return None,
        };
        imports.get(export.item_idx as usize).map(|idx| *idx as usize)
    }

    /// The first name that a function is exported by.
    #[cfg(feature = "engine")]
    pub(crate) fn first_name_of_func(&self, export: &ExportFact) -> Option<&str> {
        export.ty.as_func()?;
        let is_it = |it: &&ExportFact| it.item_idx == export.item_idx && it.ty.as_func().is_some();
        self.exports.iter().find(is_it).map(|it| it.name.as_str())
    }

    /// The type of the exported function of this name.
    pub fn exported_func(&self, name: &str) -> Option<&FuncType> {
        self.export(name)?.ty.as_func()
    }

    /// Whether it imports a global of this name from `env`.
    pub fn imports_global(&self, name: &str) -> bool {
        self.imports.iter().any(|import| {
            import.module == names::ENV
                && import.name == name
                && matches!(import.ty, ExternType::Global(_))
        })
    }

    /// The name of a function for people: its name in the name section (demangled), else the name
    /// it is exported under, else `func[12]`.
    pub fn function_name(&self, func_idx: u32) -> String {
        print::function_name(self, func_idx)
    }

    /// A Rust or C++ name as its programmer wrote it; any other name unchanged.
    pub fn demangled(name: &str) -> String {
        print::demangled(name)
    }

    /// The call at this byte offset of the binary, if there is one.
    pub fn call_at(bytes: &[u8], module_offset: usize) -> Option<CallAt> {
        sections::call_at(bytes, module_offset)
    }

    /// The type that the indirect call at this byte offset of the binary expects, if there is one.
    pub fn indirect_call_type(bytes: &[u8], module_offset: usize) -> Option<FuncType> {
        sections::indirect_call_type(bytes, module_offset)
    }

    /// The places in the source of these byte offsets of the binary, from its DWARF line programs.
    /// None where it has none, or where they have more rows than are left to be looked at.
    pub fn lines_at(
        bytes: &[u8],
        module_offsets: &[usize],
        n_rows_left: &mut u64,
    ) -> Vec<Option<SourceLine>> {
        lines::at(bytes, module_offsets, n_rows_left)
    }

    /// The index of the memory that this module's pointers point into: the one that it exports as
    /// `memory`, else the one that it imports as `env.memory`, else the first of its own, else the
    /// first that it imports.
    ///
    /// # Source
    /// WASI preview 1; the guest ABI, "Names and start-up".
    pub fn memory_idx(&self) -> Option<usize> {
        role::memory_idx(self)
    }

    /// The memory at [`Self::memory_idx`].
    pub fn memory(&self) -> Option<&MemoryFact> {
        self.memories.get(self.memory_idx()?)
    }

    /// The index of the table that holds this module's function pointers: the exported or imported
    /// one with the conventional name, else the first funcref table; never one of another element
    /// type.
    pub fn function_table_idx(&self) -> Option<usize> {
        role::function_table_idx(self)
    }
}
