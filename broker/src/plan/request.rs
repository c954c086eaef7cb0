//! What is asked of the planner.

use crate::error::{Code, Error, Result, quoted};
use crate::facts::{Dylink, ModuleFacts};
use crate::ids::ModuleId;
use crate::limits::Limits;
use crate::names;
use crate::plan::LinkPlan;
use crate::sig::FuncType;
use std::collections::BTreeSet;

/// What is asked of the planner: the modules in load order, main first, and how to link them.
#[derive(Clone, Debug)]
pub struct LinkRequest<'a> {
    /// The modules in load order; the first is main.
    pub modules: Vec<ModuleRequest<'a>>,
    /// Host functions in the order in which they were given.
    pub hosts: &'a [HostFunction],
    /// How to link.
    pub options: &'a LinkOptions,
}

/// One module to link.
#[derive(Clone, Debug)]
pub struct ModuleRequest<'a> {
    /// Its name in the link.
    pub name: &'a str,
    /// What it says about itself.
    pub facts: &'a ModuleFacts,
    /// Whether a side's own C `main` runs after its constructors.
    pub run_main: bool,
    /// How it joins the link.
    pub kind: LinkageKind,
    /// The name of its file, by which libraries may name it.
    pub file_name: Option<String>,
    /// The library with which it was opened for that library alone (`RTLD_LOCAL`); none if all
    /// modules of its group see its symbols.
    pub scope: Option<ModuleId>,
}

impl<'a> ModuleRequest<'a> {
    /// A module with this name, and nothing else said of it.
    pub fn new(name: &'a str, facts: &'a ModuleFacts) -> Self {
        let kind = LinkageKind::default();
        Self { name, facts, run_main: false, kind, file_name: None, scope: None }
    }
}

/// How a module joins the link.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkageKind {
    /// As it says itself: a dynamic library shares main's memory, any other module has its own.
    #[default]
    Auto,
    /// With a memory of its own, also if it is a dynamic library.
    Isolated,
    /// As a dynamic library.
    Dylink,
}

impl LinkRequest<'_> {
    /// The module that a library means by this name: that of its name in the link, else that of
    /// its file's name, among those that `is_open` lets through.
    pub fn library(&self, name: &str, is_open: impl Fn(usize) -> bool) -> Option<ModuleId> {
        let by = |is_it: &dyn Fn(&ModuleRequest<'_>) -> bool| {
            (0..self.modules.len()).find(|idx| is_open(*idx) && is_it(&self.modules[*idx]))
        };
        let found = by(&|it| it.name == name)
            .or_else(|| by(&|it| it.file_name.as_deref() == Some(name)))?;
        Some(ModuleId::new(found as u32))
    }
}

/// A host function that imports may be bound to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostFunction {
    /// The module part of the import's name.
    pub module: String,
    /// The field part of the import's name.
    pub name: String,
    /// Its type.
    pub ty: FuncType,
}

/// How to link.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LinkOptions {
    /// What becomes of imports that nothing provides.
    pub unresolved: Unresolved,
    /// Which helper copies between memories.
    pub copy: CopyPath,
    /// Imports with a provider named by the user.
    pub mappings: Vec<Mapping>,
    /// What the link may use.
    pub limits: Limits,
    /// What is called first, if it is not the entry that main itself names.
    pub entry: Option<String>,
    /// What is let through that is refused otherwise.
    pub allowed: BTreeSet<Allowance>,
}

/// Something that a link refuses unless it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Allowance {
    /// Calls into a module whose constructors have not finished; refused, such a call traps (5023).
    EarlyCalls,
    /// Pointers to host functions that become callable in another module; refused, that traps
    /// (5009). A host function works on the memory of the module that imports it, whoever calls.
    HostPointers,
}

/// What becomes of imports that nothing provides.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unresolved {
    /// The link fails, and all of them are listed.
    #[default]
    Error,
    /// Functions become stubs that trap and name the import; anything else still fails.
    Trap,
    /// Functions answer zeros, globals are zero; memories, tables and tags still fail.
    Zero,
}

/// Which helper copies between memories.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CopyPath {
    /// The best that the engine has: `memory.copy`.
    #[default]
    Auto,
    /// `memory.copy` between two memories.
    MemoryCopy,
    /// Calls of the accessors, for engines with one memory per module.
    Accessors,
}

/// An import with a provider named by the user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mapping {
    /// `module.name` of the import, `importer:module.name` for one importer only; the most specific
    /// mapping wins.
    pub import: String,
    /// `module.export` of the provider.
    pub provider: String,
    /// Where the user wrote it: `[imports] link.toml:9`, `--map`.
    pub origin: String,
}

/// Checks what no plan can be made of.
///
/// # Errors
/// 5004 for modules of the base that are not there, 5014 for names, 5020 for too many modules, 5028
/// for shared memories.
pub(super) fn check(base: &LinkPlan, request: &LinkRequest<'_>) -> Result<()> {
    let (n_given, n_old) = (request.modules.len(), base.modules.len());
    if n_given < n_old {
        let message = format!("the link has {n_old} modules, the request only {n_given}");
        return Err(Error::new(Code::InvalidModuleHandle, message));
    }
    let is_open = |idx: usize| base.modules.get(idx).is_none_or(|module| !module.closed);
    let n_modules = (0..request.modules.len()).filter(|idx| is_open(*idx)).count() as u64;
    let limit = request.options.limits.modules_limit();
    if n_modules > limit {
        return Err(Error::limit(Code::LimitExceeded, "modules in a link", n_modules, limit));
    }
    for module in &request.modules[n_old..] {
        check_shape(module, &request.options.limits)?;
    }
    for mapping in &request.options.mappings {
        if let Some(side) =
            [&mapping.import, &mapping.provider].into_iter().find(|side| !side.contains('.'))
        {
            let text = format!("{} is no name of an import or export", quoted(side));
            return Err(Error::new(Code::ManifestError, text)
                .finding(format!("in the mapping of {}", mapping.origin))
                .help("write `MODULE.NAME=MODULE.EXPORT`"));
        }
    }
    for (idx, module) in request.modules.iter().enumerate() {
        let name = module.name;
        if names::is_reserved_module(name) {
            let message =
                format!("a module cannot be named {}: the name is reserved", quoted(name));
            return Err(Error::new(Code::DuplicateName, message)
                .help("name the side yourself: `--side NAME=PATH`"));
        }
        let is_taken = |earlier: usize| is_open(earlier) && request.modules[earlier].name == name;
        if is_open(idx) && (0..idx).any(is_taken) {
            let message = format!("two modules are named {}", quoted(name));
            return Err(Error::new(Code::DuplicateName, message)
                .help("name one of them yourself: `--side NAME=PATH`"));
        }
        if module.facts.memories.iter().any(|memory| memory.ty.shared) {
            let message = format!("{} uses a shared memory", quoted(name));
            return Err(
                Error::new(Code::UnsupportedFeature, message).help("build without -pthread")
            );
        }
    }
    Ok(())
}

/// Checks what would take a compiler too long, before it is asked, and what is more than the link
/// wants to take from one module.
fn check_shape(module: &ModuleRequest<'_>, limits: &Limits) -> Result<()> {
    const RAISE: &str = "raise it with `--limit` or `[limits]`, if you trust the module";
    let facts = module.facts;
    let shape = &facts.shape;
    let (too_much, compile) = (Code::LimitExceeded, Code::CompileLimit);
    let rows = [
        (compile, "bytes", facts.size_bytes as u64, limits.module_limit_bytes()),
        (compile, "functions", shape.n_functions, limits.functions_limit()),
        (compile, "bytes of a function", shape.max_body_bytes, limits.function_limit_bytes()),
        (
            compile,
            "locals times places where control joins",
            shape.join_cost,
            limits.join_cost_limit(),
        ),
        (compile, "locals", shape.n_locals, limits.locals_limit()),
        (compile, "squared depth of blocks", shape.nesting_cost, limits.nesting_cost_limit()),
        (
            compile,
            "elements, data segments and computed constants",
            shape.startup_items,
            limits.startup_items_limit(),
        ),
        (too_much, "memories", facts.memories.len() as u64, limits.module_memories_limit()),
        (too_much, "tables", facts.tables.len() as u64, limits.module_tables_limit()),
        (too_much, "bytes of a name", facts.longest_name_bytes, limits.name_limit_bytes()),
    ];
    let dylink = facts.dylink.iter().flat_map(|dylink| dylink_rows(dylink, limits));
    match rows.into_iter().chain(dylink).find(|(_, _, given, limit)| given > limit) {
        Some((code, what, given, limit)) => {
            let what = format!("{what} of module {}", quoted(module.name));
            Err(Error::limit(code, &what, given, limit).help(RAISE))
        }
        None => Ok(()),
    }
}

/// What the dylink section of a library asks for: the code, the words, how much, and the limit.
fn dylink_rows(dylink: &Dylink, limits: &Limits) -> [(Code, &'static str, u64, u64); 4] {
    let info = &dylink.mem_info;
    let code = Code::DylinkMalformed;
    let alignment = limits.dylink_alignment_limit();
    let n_entries = dylink.longest_list() as u64;
    [
        (code, "dylink.0 memory size in bytes", info.memory_bytes.into(), {
            limits.dylink_memory_limit_bytes()
        }),
        (code, "dylink.0 memory alignment", 1 << info.memory_align_log2, alignment),
        (code, "dylink.0 table alignment", 1 << info.table_align_log2, alignment),
        (code, "entries of a list in dylink.0", n_entries, limits.dylink_entries_limit()),
    ]
}
