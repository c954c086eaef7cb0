//! What a running link knows: the data of its store.

use super::compile::{Compiled, Shared};
use super::dlfcn::Handles;
use super::emscripten::Program;
use super::host::HostEntry;
use super::journal::Journal;
use super::limiter::Limiter;
use super::place::{FreeRanges, Given, Stack};
use super::pointers::HostPointers;
use super::slots::SlotIndex;
use super::untyped::FuncRefs;
use super::wasi::WasiOptions;
use crate::error::{Code, Error, Result, quoted};
use crate::files::Roots;
use crate::ids::{HelperId, ModuleId};
use crate::module::Module;
use crate::plan::{
    BrokerFunction, LinkOptions, LinkPlan, LinkRequest, LinkageKind, ModuleRequest, Source,
};
use std::any::Any;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Instant;
use wasmtime::{Global, Instance, Val};
use wasmtime_wasi::p1::WasiP1Ctx;

/// The data of a link's store. Public only because a sealed method of [`super::HostParams`] names
/// it.
pub struct State {
    pub(super) shared: Arc<Shared>,
    pub(super) plan: Arc<LinkPlan>,
    pub(super) options: Arc<LinkOptions>,
    pub(super) hosts: Arc<Vec<HostEntry>>,
    pub(super) modules: Vec<LoadedModule>,
    /// By id; none for those whose step has not come yet.
    pub(super) helpers: Vec<Option<LoadedHelper>>,
    pub(super) roots: Arc<Roots>,
    /// The shared globals by id; none for those that nobody has asked for yet.
    pub(super) globals: Vec<Option<Global>>,
    /// The C stacks that were made for libraries, by their leader.
    pub(super) stacks: HashMap<ModuleId, Stack>,
    /// Slots that libraries have given back, by the id of the table.
    pub(super) free_slots: HashMap<i32, FreeRanges>,
    /// Bytes that memories have grown by and that no library has any more, by their leader.
    pub(super) free_bytes: HashMap<ModuleId, FreeRanges>,
    /// Table slots by function, by the id of the table; made on the first look-up by name.
    pub(super) slots_by_function: HashMap<i32, SlotIndex>,
    /// The functions that untyped calls have handed to the host.
    pub(super) func_refs: FuncRefs,
    /// Functions that stand in no table, each with the number that identifies it.
    pub(super) named_functions: NamedFunctions,
    /// The references to host functions that guests may hold.
    pub(super) host_pointers: HostPointers,
    pub(super) limiter: Limiter,
    /// The modules whose constructors are to run, or run now.
    pub(super) unfinished: BTreeSet<ModuleId>,
    pub(super) deadline: Option<Instant>,
    /// Whether the clock starts when the modules that are being opened are compiled.
    pub(super) is_clock_held: bool,
    /// Whether a failure is being taken back, with fuel and time of its own.
    pub(super) is_reprieved: bool,
    /// The C stack pointers of all modules that are open, and where they stand at rest.
    pub(super) stack_tops: Vec<StackTop>,
    /// What modules that are being opened overwrite.
    pub(super) journal: Option<Journal>,
    /// Why the link cannot be used any more.
    pub(super) poisoned: Option<String>,
    pub(super) log_enabled: LogEnabled,
    /// What the WASI calls of modules reach that are opened later.
    pub(super) wasi_of_opened: WasiOptions,
    pub(super) user_data: Box<dyn Any + Send>,
}

/// Whether guests that ask are told to log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LogEnabled {
    /// They are told not to.
    #[default]
    No,
    /// They are told to.
    Yes,
}

/// A user's module in a running link.
pub(super) struct LoadedModule {
    pub(super) name: String,
    pub(super) module: Module,
    pub(super) run_main: bool,
    pub(super) compiled: Option<Compiled>,
    pub(super) instance: Option<Instance>,
    pub(super) wasi_options: WasiOptions,
    /// The arguments that the last run gave it; none where it gave none.
    pub(super) run_args: Vec<String>,
    pub(super) wasi: Option<WasiP1Ctx>,
    /// The WASI calls bound to this module's context, made on first use.
    pub(super) wasi_linker: Option<wasmtime::Linker<State>>,
    /// The upper half of a 64-bit result, for emscripten programs.
    pub(super) temp_ret_0: i32,
    /// What the JavaScript of an emscripten program would know.
    pub(super) emscripten: Program,
    /// The libraries that its program has opened with `dlopen`.
    pub(super) handles: Handles,
    /// Its room in its group, if it is a library.
    pub(super) given: Option<Given>,
    /// What it registered for its end, first to last.
    pub(super) at_exit: Vec<AtExit>,
    /// How it joins the link.
    pub(super) kind: LinkageKind,
    /// The library with which it was opened for that library alone.
    pub(super) scope: Option<ModuleId>,
    /// Who keeps it open.
    pub(super) keeper: Keeper,
}

impl LoadedModule {
    /// The arguments of its program, without the program's name.
    pub(super) fn args(&self) -> &[String] {
        match self.run_args.is_empty() {
            true => self.wasi_options.given_args(),
            false => &self.run_args,
        }
    }
}

/// Who keeps a module open, apart from the modules that use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeper {
    /// It was there from the start.
    Link,
    /// The host opened it, or a guest that cannot close it.
    Host,
    /// A guest has a handle of it.
    Guest,
    /// It came with a library that needs it, or its last handle was closed.
    Nobody,
}

/// A C stack pointer and where it stands while no guest runs.
#[derive(Clone, Copy, Debug)]
pub(super) struct StackTop {
    /// Whose it is.
    pub(super) module: ModuleId,
    pub(super) global: Global,
    pub(super) top: Val,
}

/// A function pointer to call at an end, with its argument if it has one.
#[derive(Clone, Copy, Debug)]
pub(super) struct AtExit {
    pub(super) slot_idx: u64,
    pub(super) argument: Option<u64>,
}

/// A helper in a running link.
pub(super) struct LoadedHelper {
    pub(super) module: wasmtime::Module,
    pub(super) instance: Instance,
}

/// A function that may stand in no table.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum NamedFunction {
    /// An export of a user's module.
    Export(ModuleId, String),
    /// An export of a helper.
    Helper(HelperId, String),
    /// A host closure, and whose it is.
    Closure(ModuleId, u64),
    /// A function of the host that the plan names.
    Provided(Source),
}

/// The numbers of functions that stand in no table; none is given out twice.
#[derive(Debug, Default)]
pub(super) struct NamedFunctions {
    known: HashMap<NamedFunction, u32>,
    n_given: u32,
}

impl NamedFunctions {
    /// The number of this one.
    pub(super) fn number(&mut self, name: NamedFunction) -> i64 {
        let next = self.n_given + 1;
        let number = *self.known.entry(name).or_insert(next);
        self.n_given = self.n_given.max(number);
        number.into()
    }

    /// Forgets those that are gone; answers their numbers.
    pub(super) fn forget(&mut self, is_gone: impl Fn(&NamedFunction) -> bool) -> HashSet<i64> {
        let gone = self.known.extract_if(|name, _| is_gone(name));
        gone.map(|(_, number)| i64::from(number)).collect()
    }
}

impl NamedFunction {
    /// Whether it is of a module or a helper from these on.
    pub(super) fn is_from(&self, n_modules: usize, n_helpers: usize) -> bool {
        match self {
            Self::Export(owner, _) | Self::Closure(owner, _) => owner.idx() >= n_modules,
            Self::Helper(helper, _) | Self::Provided(Source::Helper { helper, .. }) => {
                helper.idx() >= n_helpers
            }
            Self::Provided(Source::Broker { function, owner }) => match function {
                BrokerFunction::HostRehome { to } => (*owner).max(*to).idx() >= n_modules,
                _ => owner.idx() >= n_modules,
            },
            Self::Provided(_) => false,
        }
    }

    /// Whether it goes with this module.
    pub(super) fn is_of(&self, module: ModuleId) -> bool {
        match self {
            Self::Export(owner, _) | Self::Closure(owner, _) => *owner == module,
            Self::Provided(Source::Broker { function, owner }) => match function {
                BrokerFunction::HostRehome { to } => *owner == module || *to == module,
                _ => *owner == module,
            },
            _ => false,
        }
    }
}

impl std::fmt::Debug for State {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("State").field("plan", &self.plan).finish_non_exhaustive()
    }
}

impl State {
    /// What the planner needs to extend the plan, handed to `f`.
    pub(super) fn with_request<R>(&self, f: impl FnOnce(&LinkRequest<'_>) -> R) -> R {
        let modules = self.modules.iter().map(|module| ModuleRequest {
            name: &module.name,
            facts: module.module.facts(),
            run_main: module.run_main,
            kind: module.kind,
            file_name: module.module.file_name(),
            scope: module.scope,
        });
        let hosts: Vec<_> = self.hosts.iter().map(HostEntry::facts).collect();
        f(&LinkRequest { modules: modules.collect(), hosts: &hosts, options: &self.options })
    }

    /// The instance of a user's module.
    ///
    /// # Errors
    /// 5023 if it is not instantiated yet.
    pub(super) fn instance(&self, module: ModuleId) -> Result<Instance> {
        let loaded = self.modules.get(module.idx());
        loaded.and_then(|loaded| loaded.instance).ok_or_else(|| {
            let name = quoted(&self.module_name(module));
            Error::new(Code::Reentrancy, format!("{name} was entered before it was ready"))
        })
    }

    /// The instance of a helper.
    ///
    /// # Errors
    /// 5023: the plan makes helpers before they are used, but a start function may ask by name.
    pub(super) fn helper(&self, helper: HelperId) -> Result<Instance> {
        let loaded = self.helpers.get(helper.idx()).and_then(Option::as_ref);
        loaded.map(|loaded| loaded.instance).ok_or_else(|| {
            let label = self.plan.helper_label(helper);
            let text = format!("{label} was asked for before its modules were ready");
            Error::new(Code::Reentrancy, text).help("move the call out of the start function")
        })
    }

    /// The name of a module, not escaped.
    pub(super) fn module_name(&self, module: ModuleId) -> String {
        self.modules
            .get(module.idx())
            .map_or_else(|| module.to_string(), |loaded| loaded.name.clone())
    }

    /// The open module of this name.
    ///
    /// # Errors
    /// 5004 with the names there are.
    pub(super) fn module_id(&self, name: &str) -> Result<ModuleId> {
        self.plan.module_id(name).ok_or_else(|| {
            let open = self.plan.open_modules();
            let names: Vec<_> = open.map(|module| quoted(&module.name)).collect();
            Error::new(Code::InvalidModuleHandle, format!("no module is named {}", quoted(name)))
                .help(format!("the modules of this link are {}", names.join(", ")))
        })
    }

    /// Marks the link as not to be used any more; the first reason is kept.
    pub(super) fn poison(&mut self, error: &Error) {
        let why = || format!("{}: {}", error.title(), error.message());
        self.poisoned.get_or_insert_with(why);
    }

    /// Notes that guest code runs, where a module is being opened.
    pub(super) fn note_guest_code(&mut self) {
        if let Some(journal) = &mut self.journal {
            journal.has_run = true;
        }
    }

    /// Fails where an earlier failure has left the link in a state that cannot be trusted.
    ///
    /// # Errors
    /// 5022 with the first failure.
    pub(super) fn check_usable(&self) -> Result<()> {
        match &self.poisoned {
            None => Ok(()),
            Some(why) => {
                Err(Error::new(Code::Poisoned, "the link is not usable after an earlier failure")
                    .finding(format!("it was: {why}"))
                    .help("build the link again"))
            }
        }
    }
}
