//! What will be done to link a set of modules, in order: pure data.
//!
//! Invariants: the same input gives the same plan; every import of every module has exactly one
//! [`Source`]; a step uses only what earlier steps made ([`LinkPlan::check`] proves it at the end
//! of every [`plan`]); a plan that extends another begins with that one's modules, helpers and
//! steps.
//!
//! To add a step: 1. a variant of [`Step`]; 2. its line in `plan/print.rs`; 3. its twin in
//! `plan/wire.rs`; 4. its function in `engine/execute.rs`. To add a helper: 1. a variant of
//! [`HelperSpec`]; 2. its bytes in `helper.rs`; 3. its name in `plan/print.rs`; 4. its twin in
//! `plan/wire.rs`.

mod check;
mod draw;
mod emscripten;
mod group;
mod helpers;
mod javascript;
mod layout;
mod lookup;
mod member;
mod order;
mod origin;
mod pointers;
mod print;
mod problem;
mod ready;
mod request;
mod reserved;
mod resolve;
mod scope;
mod start;
mod suggest;
mod symbols;
#[cfg(test)]
mod tests;
mod wire;

#[cfg(all(test, feature = "engine"))]
pub(crate) use emscripten::{functions as emscripten_functions, names as emscripten_names};
pub use lookup::{Question, look_up};
pub use member::{Base, Member, Placement, Room, Scope, SharedGlobal, StackSpace, Symbol};
pub use print::{ImportRow, ModuleRow, PlanTable};
pub use problem::{Problem, ProblemKind};
pub use request::{
    Allowance, CopyPath, HostFunction, LinkOptions, LinkRequest, LinkageKind, Mapping,
    ModuleRequest, Unresolved,
};
#[cfg(feature = "engine")]
pub(crate) use suggest::Comparisons;

pub use symbols::symbol_in;

use crate::error::Result;
use crate::facts::ModuleFacts;
use crate::ids::{GlobalId, HelperId, HostId, ModuleId};
use crate::names;
use crate::sig::{ExternType, FuncType, MemoryType, TableType, Width};

/// What will be done to link a set of modules.
///
/// `Display` prints a headline and one step per line.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct LinkPlan {
    /// The user's modules, by id.
    pub modules: Vec<PlannedModule>,
    /// The helper modules, by id.
    pub helpers: Vec<Helper>,
    /// The mutable globals that modules share, by id.
    pub globals: Vec<SharedGlobal>,
    /// What to do, in order.
    pub steps: Vec<Step>,
}

/// A plan with what is wrong with it.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The plan; where `problems` is not empty, some imports have the source [`Source::Missing`].
    pub plan: LinkPlan,
    /// Everything that keeps it from being carried out.
    pub problems: Vec<Problem>,
}

/// One of the user's modules in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedModule {
    /// Its name in the link.
    pub name: String,
    /// Its imports, in its own order, each with its source.
    pub imports: Vec<PlannedImport>,
    /// Its memory, if it has one: see [`ModuleFacts::memory_idx`].
    pub memory: Option<Space<MemoryType>>,
    /// The table of its function pointers, if it has one.
    pub table: Option<Space<TableType>>,
    /// Its part in a group, if it is a dynamic library.
    pub member: Option<Member>,
    /// What the lift pass changes in it.
    pub lift: Lift,
    /// What was left as it is, and why, for the reader.
    pub remarks: Vec<String>,
    /// Whether it was closed in a running link; its names are forgotten.
    pub closed: bool,
}

/// A memory or table, and where others get it from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Space<T> {
    /// Its type, after lifting.
    pub ty: T,
    /// What provides it to helpers.
    pub source: Source,
}

/// One import of one of the user's modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedImport {
    /// The module part of its name.
    pub module: String,
    /// The field part of its name.
    pub name: String,
    /// The type that the importer declares.
    pub ty: ExternType,
    /// What provides it.
    pub source: Source,
    /// The mapping that named the provider, as a person finds it: `[imports] link.toml:9`.
    pub mapped_by: Option<String>,
}

/// What the lift pass changes in a module: what it defines becomes an import, so that it exists
/// before the module does.
///
/// # Source
/// The guest ABI, "Cycles".
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Lift {
    /// The memories that it defines, in order of their index.
    pub memories: Vec<LiftedItem<MemoryType>>,
    /// The tables that it defines, in order of their index.
    pub tables: Vec<LiftedItem<TableType>>,
    /// Table and memory imports (by their index among the imports) whose declared limits are
    /// dropped, because what is given to them grows or is not theirs alone.
    pub relaxed_imports: Vec<usize>,
    /// The global that is exported as the C stack pointer, where the module keeps it to itself.
    pub stack_pointer_idx: Option<u32>,
    /// The host functions that the module can make references to, exported so that these
    /// references are known wherever they turn up.
    pub host_references: Vec<HostReference>,
}

/// An imported host function that a module can make references to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct HostReference {
    /// Its index among the module's functions.
    pub func_idx: u32,
    /// The name of the export that the lift pass adds for it.
    pub export: String,
    /// The module on whose memory the function works.
    pub owner: ModuleId,
}

/// A memory or table that becomes an import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LiftedItem<T> {
    /// Its type as it will be.
    pub ty: T,
    /// What provides it.
    pub source: Source,
    /// Whether its maximum is another one than the module says.
    pub maximum_raised: bool,
}

/// What provides an import. Every import has exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// An export of another user's module.
    Peer {
        /// That module.
        module: ModuleId,
        /// The name of its export.
        export: String,
    },
    /// An export of a helper.
    Helper {
        /// That helper.
        helper: HelperId,
        /// The name of its export.
        export: String,
    },
    /// A function given with `.host(…)`.
    Host(HostId),
    /// A function of the broker itself, bound to one module: its memory, its table, its WASI
    /// context.
    Broker {
        /// Which function.
        function: BrokerFunction,
        /// The module it works for.
        owner: ModuleId,
    },
    /// An immutable global with this value.
    Constant(i64),
    /// An immutable global with one of a library's bases.
    Base {
        /// That library.
        module: ModuleId,
        /// Which base.
        base: Base,
    },
    /// A mutable global that modules share.
    Shared(GlobalId),
    /// An immutable global with the address of an exported data symbol.
    Address {
        /// The module that exports it.
        module: ModuleId,
        /// The name of its export.
        export: String,
    },
    /// Nothing provides it, and the policy says to go on.
    Stub(StubKind),
    /// Nothing provides it. Only in a [`Draft`] with problems.
    Missing,
}

/// What an unresolved import becomes where the policy says to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StubKind {
    /// A function that traps and names itself.
    Trap,
    /// A function that answers zeros, or a global with the value zero.
    Zero,
}

/// A function of the broker itself.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum BrokerFunction {
    /// `rb_dlopen`.
    Dlopen,
    /// `rb_dlsym`.
    Dlsym,
    /// `rb_log_enabled`.
    LogEnabled,
    /// `rbBridge` of the owner's accessor.
    AccessorBridge,
    /// `rbBridgeFb` of the owner's accessor.
    AccessorBridgeFb,
    /// The cold path of the re-homing helper.
    Fault,
    /// Refuses to re-home a pointer to a host function.
    Check,
    /// Re-homing through the host, where a table cannot be imported by a helper: the owner's
    /// pointers become callable in the other module.
    HostRehome {
        /// The destination.
        to: ModuleId,
    },
    /// Registers what runs when the owner, a library, is closed.
    AtExit,
    /// A function of `dlopen`'s family, by its name.
    Loader(String),
    /// A WASI call of this name, on the owner's memory and context.
    Wasi(String),
    /// A function of this name that emscripten programs ask for.
    Emscripten(String),
}

/// A helper in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Helper {
    /// What it is.
    pub spec: HelperSpec,
    /// What its imports get, by name.
    pub imports: Vec<HelperImport>,
}

/// One import of a helper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelperImport {
    /// The module part of its name: the role of the peer.
    pub module: String,
    /// The field part of its name.
    pub name: String,
    /// What provides it.
    pub source: Source,
}

/// What a helper is: enough to write its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum HelperSpec {
    /// Owns what was lifted out of a module, or what the module imports as its own.
    Home {
        /// That module.
        module: ModuleId,
        /// Its memories.
        memories: Vec<MemoryType>,
        /// Its tables.
        tables: Vec<TableType>,
    },
    /// Reads and writes a module's memory by call.
    Accessor {
        /// That module.
        module: ModuleId,
        /// The width of its addresses.
        width: Width,
    },
    /// Copies between two memories by `memory.copy`.
    Bridge(Pair),
    /// Copies from main to the side of the pair by calls of the destination's accessor.
    Fallback(Pair),
    /// Knows every table slot that the broker added.
    Ledger,
    /// Makes function pointers of one table callable in another.
    Rehome(Pair),
    /// Stands between a module and WASI, so that WASI sees the module's memory.
    WasiShim {
        /// That module.
        module: ModuleId,
        /// The width of its addresses; none if it has no memory, then the shim makes an empty one.
        memory: Option<Width>,
        /// The functions it asks for, in order.
        functions: Vec<(String, FuncType)>,
    },
    /// Adapts the widths of integers between what an importer declares and what there is.
    Wrapper {
        /// The type that the importer declares.
        declared: FuncType,
        /// The type of what there is.
        actual: FuncType,
        /// In which way the two differ.
        integers: Integers,
    },
    /// Owns an exception tag that all modules of a group throw and catch by.
    Tag {
        /// The group's leader.
        leader: ModuleId,
        /// The name that modules import it by.
        name: String,
        /// What it carries.
        ty: FuncType,
    },
    /// Forwards calls to modules that do not exist yet, in a cycle, and to modules whose
    /// constructors have not finished.
    Forward {
        /// The module that calls.
        importer: ModuleId,
        /// What it forwards to, in order; each export is named by its number.
        targets: Vec<ForwardTarget>,
    },
}

/// In which way the types on the two sides of a wrapper differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Integers {
    /// Some are wider on one side; a value that does not fit traps.
    Width,
    /// Each i64 is two i32 on the importer's side, as emscripten writes imports for JavaScript
    /// without BigInt: of parameters the low half first; of a result the low half, and the high
    /// half goes to `setTempRet0`.
    Split,
}

/// A function that does not exist yet when its importer is instantiated, or that could be called
/// before it is ready.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ForwardTarget {
    /// The module that will have it.
    pub module: ModuleId,
    /// The name of its export.
    pub export: String,
    /// Its type.
    pub ty: FuncType,
    /// How long calls are held back; they trap (5023).
    pub until: Until,
}

/// How long a forwarder holds calls back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Until {
    /// Until the module exists.
    Instantiated,
    /// Until its constructors have finished, too.
    Constructed,
}

/// Two modules and the widths of what is joined.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Pair {
    /// The module in the role of main, or the source of pointers.
    pub main: ModuleId,
    /// The module in the role of side, or the destination of pointers.
    pub side: ModuleId,
    /// The width of main's addresses or table indices.
    pub main_width: Width,
    /// The width of the side's addresses or table indices.
    pub side_width: Width,
}

/// Something that is instantiated: a user's module or a helper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Node {
    /// A user's module.
    Module(ModuleId),
    /// A helper.
    Helper(HelperId),
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Give a library its room in the memory and the table of its group.
    Place(ModuleId),
    /// Make an instance.
    Instantiate(Node),
    /// Set the shared globals from the first of these ids up to the other, which is not set: the
    /// modules that their values name exist now.
    FillGlobals {
        /// The first.
        first: GlobalId,
        /// One past the last.
        end: GlobalId,
    },
    /// Call what a library relocates its data with.
    Relocate {
        /// The module.
        module: ModuleId,
        /// Its export.
        export: String,
    },
    /// Give a library its block of thread-local data, and call what fills it.
    InitTls(ModuleId),
    /// Tell a module where the C stack begins and ends, which it checks itself.
    SetStackLimits(ModuleId),
    /// Point a forwarding helper at the function that now exists.
    FillForward {
        /// The helper.
        helper: HelperId,
        /// Which of its targets.
        target_idx: u32,
    },
    /// Call an export without arguments: initialisers and constructors.
    Call {
        /// The module.
        module: ModuleId,
        /// Its export.
        export: String,
    },
    /// Call a side's own C `main` without arguments.
    CallMain {
        /// The module.
        module: ModuleId,
        /// Its export.
        export: String,
    },
}

/// Plans a link.
///
/// # Errors
/// Only what makes planning itself impossible: 5014 for names that are taken or reserved, 5016 for
/// a library that is none, 5020 for too many modules, 5028 for shared memories; 5030 for a plan
/// that its own check refuses. Everything else is a problem in the [`Draft`].
pub fn plan(request: &LinkRequest<'_>) -> Result<Draft> {
    extend(&LinkPlan::default(), request)
}

/// Plans more modules for a link that exists: `request.modules` holds those of `base` first.
///
/// # Errors
/// As [`plan`]; also 5004 if `request` does not hold the modules of `base`.
pub fn extend(base: &LinkPlan, request: &LinkRequest<'_>) -> Result<Draft> {
    request::check(base, request)?;
    let mut planner = resolve::Planner::new(base.clone(), request);
    planner.add_modules()?;
    let draft = planner.finish();
    if draft.problems.is_empty() {
        let facts: Vec<_> = request.modules.iter().map(|module| module.facts).collect();
        draft.plan.check(&facts)?;
    }
    Ok(draft)
}

/// What guests and hosts may ask for while a link runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Join {
    /// The accessor of a module.
    Accessor(ModuleId),
    /// The bridge that joins two modules.
    Bridge(ModuleId, ModuleId),
    /// The fallback that copies from the first module to the second.
    Fallback(ModuleId, ModuleId),
    /// The re-homer from the first module's table to the second's.
    Rehome(ModuleId, ModuleId),
    /// The ledger of the link.
    Ledger,
}

/// Plans one more helper for a link that exists. Answers the plan (equal to `base` if the helper is
/// there already) and where the helper is; none where there is no such module, memory or table.
pub fn join(
    base: &LinkPlan,
    request: &LinkRequest<'_>,
    join: Join,
) -> (LinkPlan, Option<HelperId>) {
    if join.modules().iter().any(|module| base.module(*module).is_none()) {
        return (base.clone(), None);
    }
    let mut planner = resolve::Planner::new(base.clone(), request);
    let helper = planner.join(join);
    (planner.finish().plan, helper)
}

impl Join {
    fn modules(self) -> Vec<ModuleId> {
        match self {
            Self::Accessor(module) => vec![module],
            Self::Bridge(a, b) | Self::Fallback(a, b) | Self::Rehome(a, b) => vec![a, b],
            Self::Ledger => Vec::new(),
        }
    }
}

impl LinkPlan {
    /// The export of another module that a source leads to, also by way of a forwarder.
    pub(crate) fn peer_export<'a>(&'a self, source: &'a Source) -> Option<(ModuleId, &'a str)> {
        match source {
            Source::Peer { module, export } => Some((*module, export)),
            Source::Helper { helper, export } => match &self.helpers[helper.idx()].spec {
                HelperSpec::Forward { targets, .. } => {
                    let target = targets.get(export.parse::<usize>().ok()?)?;
                    Some((target.module, &target.export))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// The module of this id; none for an id of another link.
    pub fn module(&self, module: ModuleId) -> Option<&PlannedModule> {
        self.modules.get(module.idx())
    }

    /// Whether there is such a module, and it is not closed.
    #[cfg(feature = "engine")]
    pub(crate) fn is_open(&self, module: ModuleId) -> bool {
        self.module(module).is_some_and(|planned| !planned.closed)
    }

    /// The modules that are not closed.
    pub(crate) fn open_modules(&self) -> impl Iterator<Item = &PlannedModule> {
        self.modules.iter().filter(|module| !module.closed)
    }

    /// The open module of this name. Main answers to `main` too, whatever a host calls it.
    pub fn module_id(&self, name: &str) -> Option<ModuleId> {
        let is_it = |module: &PlannedModule| module.name == name && !module.closed;
        match self.modules.iter().position(is_it) {
            Some(idx) => Some(ModuleId::new(idx as u32)),
            None => {
                (name == names::MAIN_MODULE && !self.modules.is_empty()).then_some(ModuleId::MAIN)
            }
        }
    }

    /// The first of the modules that have this module's function table: its id is the id of the
    /// table. Not the module in whose home it lives, because a home may hold function tables of
    /// several.
    pub(crate) fn table_owner(&self, module: ModuleId) -> Option<ModuleId> {
        let source = &self.module(module)?.table.as_ref()?.source;
        let has_it = |it: &PlannedModule| it.table.as_ref().is_some_and(|it| it.source == *source);
        let idx = self.modules.iter().position(has_it)?;
        Some(ModuleId::new(idx as u32))
    }

    /// The helper of this kind, if the plan has it.
    pub fn find_helper(&self, wanted: impl Fn(&HelperSpec) -> bool) -> Option<HelperId> {
        let idx = self.helpers.iter().position(|helper| wanted(&helper.spec))?;
        Some(HelperId::new(idx as u32))
    }

    /// What the imports of a node get: for a user's module its own imports in order, then what was
    /// lifted. Nothing for an id of another link.
    pub fn sources(&self, node: Node) -> Vec<&Source> {
        match node {
            Node::Helper(helper) => {
                let imports = self.helpers.get(helper.idx()).map(|helper| &helper.imports);
                imports.into_iter().flatten().map(|import| &import.source).collect()
            }
            Node::Module(module) => {
                let Some(module) = self.module(module) else { return Vec::new() };
                let lift = &module.lift;
                (module.imports.iter().map(|import| &import.source))
                    .chain(lift.memories.iter().map(|item| &item.source))
                    .chain(lift.tables.iter().map(|item| &item.source))
                    .collect()
            }
        }
    }

    /// Checks that the plan can be carried out: see the invariants at the top of this file.
    ///
    /// # Errors
    /// 5030 with the step and what is wrong with it.
    pub fn check(&self, facts: &[&ModuleFacts]) -> Result<()> {
        check::check(self, facts)
    }
}

impl HelperSpec {
    /// The same helper for nobody in particular: helpers that are equal in this have the same
    /// bytes.
    #[cfg(feature = "engine")]
    pub(crate) fn without_modules(&self) -> Self {
        const NOBODY: ModuleId = ModuleId::MAIN;
        let pair = |pair: &Pair| Pair { main: NOBODY, side: NOBODY, ..*pair };
        let mut spec = self.clone();
        match &mut spec {
            Self::Home { module, .. }
            | Self::Accessor { module, .. }
            | Self::WasiShim { module, .. } => *module = NOBODY,
            Self::Tag { leader, name, .. } => (*leader, *name) = (NOBODY, String::new()),
            Self::Bridge(it) | Self::Fallback(it) | Self::Rehome(it) => *it = pair(it),
            Self::Forward { importer, targets } => {
                *importer = NOBODY;
                for target in targets {
                    (target.module, target.export) = (NOBODY, String::new());
                    target.until = Until::Instantiated;
                }
            }
            Self::Ledger | Self::Wrapper { .. } => {}
        }
        spec
    }
}

impl Lift {
    /// Whether the module stays as it is.
    pub fn is_empty(&self) -> bool {
        self.memories.is_empty()
            && self.tables.is_empty()
            && self.relaxed_imports.is_empty()
            && self.stack_pointer_idx.is_none()
            && self.host_references.is_empty()
    }
}
