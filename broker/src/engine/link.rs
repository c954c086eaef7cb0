//! A running link: the modules of a plan, instantiated.

use super::compile::Shared;
use super::emscripten::Program;
use super::host::{HostEntry, HostFn, HostParams, HostResults};
use super::limiter::Limiter;
use super::memory::{self, GuestMemory};
use super::open::Sight;
use super::pointers::HostPointers;
use super::settings::{self, Duties};
use super::state::{Keeper, LoadedModule, LogEnabled, NamedFunction, NamedFunctions, State};
use super::untyped::{self, FuncRef, FuncRefs};
use super::value::Val;
use super::wasi::WasiOptions;
use super::{clock, close, entry, execute, nesting, open, pointers, slots, trap};
use crate::error::{Code, Error, Result, quoted};
use crate::files::Roots;
use crate::ids::ModuleId;
use crate::module::Module;
use crate::plan::{LinkOptions, LinkPlan, LinkageKind};
use crate::sig::{FuncType, ValType};
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;
use wasmtime::{
    AsContextMut, HeapType, Store, StoreContextMut, TypedFunc, WasmParams, WasmResults,
};

/// A running link: the modules of a plan, instantiated. Its store frees nothing until it is
/// dropped.
///
/// # Errors
/// Every call fails with 5022 after guest code has trapped: nobody can say what it left behind.
pub struct Link<T> {
    id: LinkId,
    store: Store<State>,
    n_closures: u64,
    data: PhantomData<fn() -> T>,
}

/// A function of a module, with the types of its parameters and results.
pub struct Func<P, R> {
    link: LinkId,
    func: TypedFunc<P, R>,
}

/// A function pointer: a slot of one module's table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FuncPtr {
    link: LinkId,
    module: ModuleId,
    slot_idx: u64,
}

/// A module that was opened while the link ran.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Library {
    link: LinkId,
    module: ModuleId,
}

/// What tells a link's handles from those of another: the engine panics on a value of another
/// store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct LinkId(u64);

/// What a link is made of.
pub(crate) struct Parts {
    pub(crate) shared: Arc<Shared>,
    pub(crate) plan: LinkPlan,
    pub(crate) options: LinkOptions,
    pub(crate) hosts: Vec<HostEntry>,
    pub(crate) modules: Vec<Part>,
    pub(crate) roots: Roots,
    pub(crate) log_enabled: LogEnabled,
    /// What the WASI calls of modules reach that are opened later.
    pub(crate) wasi_of_opened: WasiOptions,
}

/// One module of a link that is to be made.
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) module: Module,
    pub(crate) run_main: bool,
    pub(crate) kind: LinkageKind,
    /// The library with which it is opened for that library alone.
    pub(crate) scope: Option<ModuleId>,
    pub(crate) wasi: WasiOptions,
}

impl Parts {
    /// Compiles the modules, so that the link is made quickly.
    ///
    /// # Errors
    /// 5000 for a module that the compiler refuses although it is valid; 5026, 5030.
    pub(crate) fn compile(&self) -> Result<()> {
        let engine = self.shared.engine(Duties::of(&self.options.limits))?;
        for (planned, part) in self.plan.modules.iter().zip(&self.modules) {
            engine.module(&planned.name, &part.module, &planned.lift)?;
        }
        Ok(())
    }

    /// Checks what every module is granted, whether it makes WASI calls or not: `dlopen` and the
    /// functions of emscripten's host go by it too.
    ///
    /// # Errors
    /// 5009 for `/`, 5010 for anything else that cannot be had.
    fn resolve_folders(&mut self) -> Result<()> {
        for part in &mut self.modules {
            part.wasi = std::mem::take(&mut part.wasi)
                .resolved()
                .map_err(|error| error.finding(format!("for {}", quoted(&part.name))))?;
        }
        self.wasi_of_opened = std::mem::take(&mut self.wasi_of_opened).resolved()?;
        Ok(())
    }
}

impl Part {
    /// A side without anything special.
    pub(crate) fn side(name: &str, module: Module) -> Self {
        Self {
            name: name.to_owned(),
            module,
            run_main: false,
            kind: LinkageKind::default(),
            scope: None,
            wasi: WasiOptions::default(),
        }
    }

    pub(super) fn load(self) -> LoadedModule {
        LoadedModule {
            name: self.name,
            module: self.module,
            run_main: self.run_main,
            compiled: None,
            instance: None,
            wasi_options: self.wasi,
            run_args: Vec::new(),
            wasi: None,
            wasi_linker: None,
            temp_ret_0: 0,
            given: None,
            at_exit: Vec::new(),
            kind: self.kind,
            scope: self.scope,
            keeper: Keeper::Link,
            handles: super::dlfcn::Handles::default(),
            emscripten: Program::default(),
        }
    }
}

impl LinkId {
    /// The id of a new link.
    fn next() -> Self {
        static N_LINKS: AtomicU64 = AtomicU64::new(0);
        Self(N_LINKS.fetch_add(1, Ordering::Relaxed))
    }

    /// Fails for a handle of another link.
    ///
    /// # Errors
    /// 5005.
    pub(super) fn check(self, handle: Self, what: &str) -> Result<()> {
        match self == handle {
            true => Ok(()),
            false => {
                let text = format!("the {what} is one of another link");
                Err(Error::new(Code::InvalidInstanceHandle, text))
            }
        }
    }
}

/// The type of a function of the engine, in our words.
pub(super) fn func_type(ty: &wasmtime::FuncType) -> FuncType {
    let val_type = |ty: wasmtime::ValType| match ty {
        wasmtime::ValType::I32 => ValType::I32,
        wasmtime::ValType::I64 => ValType::I64,
        wasmtime::ValType::F32 => ValType::F32,
        wasmtime::ValType::F64 => ValType::F64,
        wasmtime::ValType::V128 => ValType::V128,
        wasmtime::ValType::Ref(ty) => ValType::Ref(ref_type(&ty)),
    };
    FuncType::new(
        ty.params().map(val_type).collect::<Vec<_>>(),
        ty.results().map(val_type).collect::<Vec<_>>(),
    )
}

/// A type of references as facts spell it: in the short form where there is one.
fn ref_type(ty: &wasmtime::RefType) -> String {
    match ty.heap_type() {
        HeapType::Func if ty.is_nullable() => "funcref".to_owned(),
        HeapType::Extern if ty.is_nullable() => "externref".to_owned(),
        HeapType::Exn if ty.is_nullable() => "exnref".to_owned(),
        _ => ty.to_string(),
    }
}

impl<T: Send + 'static> Link<T> {
    /// Carries a plan out.
    ///
    /// # Errors
    /// 5000, 5001, 5009, 5010, 5020, and what start functions and constructors fail with.
    pub(crate) fn new(mut parts: Parts, data: T) -> Result<Self> {
        parts.resolve_folders()?;
        let limits = parts.options.limits;
        let shared = parts.shared.clone();
        let engine = shared.engine(Duties::of(&limits))?;
        let id = LinkId::next();
        let state = State {
            shared: parts.shared,
            plan: Arc::new(parts.plan),
            options: Arc::new(parts.options),
            hosts: Arc::new(parts.hosts),
            modules: parts.modules.into_iter().map(Part::load).collect(),
            helpers: Vec::new(),
            roots: Arc::new(parts.roots),
            globals: Vec::new(),
            stacks: HashMap::new(),
            free_slots: HashMap::new(),
            free_bytes: HashMap::new(),
            func_refs: FuncRefs::new(id),
            slots_by_function: HashMap::new(),
            named_functions: NamedFunctions::default(),
            host_pointers: HostPointers::default(),
            limiter: Limiter::new(&limits),
            unfinished: BTreeSet::new(),
            deadline: None,
            is_clock_held: false,
            is_reprieved: false,
            stack_tops: Vec::new(),
            journal: None,
            poisoned: None,
            log_enabled: parts.log_enabled,
            wasi_of_opened: parts.wasi_of_opened,
            user_data: Box::new(data),
        };
        let mut store = Store::new(&engine.engine, state);
        store.limiter(|state| &mut state.limiter);
        clock::prepare(&mut store);
        if let Some(fuel) = limits.fuel_limit() {
            store.set_fuel(fuel).map_err(|cause| {
                Error::new(Code::Internal, format!("fuel cannot be set: {cause:#}"))
            })?;
        }
        let data = PhantomData;
        let mut link = Self { id, store, n_closures: 0, data };
        execute::compile_modules(&mut link.store.as_context_mut())?;
        link.enter(|cx| {
            execute::execute(cx, 0)?;
            entry::learn_stack_tops(cx, ModuleId::MAIN, 0)
        })?;
        Ok(link)
    }

    /// Runs something that may run guest code, under the deadline. A trap poisons the link.
    fn enter<R>(
        &mut self,
        f: impl FnOnce(&mut StoreContextMut<'_, State>) -> Result<R>,
    ) -> Result<R> {
        self.store.data().check_usable()?;
        let limits = self.store.data().options.limits;
        let _entered = nesting::enter(settings::call_stack_bytes(&limits))?;
        let _watch = clock::watch(&mut self.store, &limits)?;
        let mut outcome = f(&mut self.store.as_context_mut());
        let deadline = self.store.data_mut().deadline.take();
        // A guest that waited in the host is not stopped there; that it was late still counts.
        if outcome.is_ok() && deadline.is_some_and(|deadline| Instant::now() > deadline) {
            outcome = Err(trap::too_late(&limits).into_trap());
        }
        if let Err(error) = &outcome
            && error.guest_exit().is_some()
        {
            entry::restore_stack_pointers(&mut self.store.as_context_mut());
        }
        outcome = outcome.map_err(Error::after_exit);
        if let Err(error) = &outcome
            && error.is_trap()
        {
            self.store.data_mut().poison(error);
        }
        outcome
    }

    /// Runs the program: main's `_start`, else its C `main`; answers its exit code. Its arguments
    /// are these; where there are none, those of its WASI options ([`WasiOptions::args`]). Files
    /// that it has opened stay open, and what it has read of its input is not read again.
    ///
    /// # Errors
    /// 5003 if there is no entry, 5010 for an argument with a NUL; what the guest fails with.
    pub fn run(&mut self, args: &[String]) -> Result<i32> {
        let entry = self.store.data().options.entry.clone();
        self.enter(|cx| entry::run(cx, entry.as_deref(), args))
    }

    /// A function: `f` of main, or `math.f`. Where names contain dots, that of the module with the
    /// longest name that has it.
    ///
    /// # Errors
    /// 5003 if there is none, 5004 if there is no such module, 5007 if its type is another one.
    pub fn func<P, R>(&mut self, name: &str) -> Result<Func<P, R>>
    where
        P: WasmParams,
        R: WasmResults,
    {
        let (module, export) = self.split(name)?;
        let mut cx = self.store.as_context_mut();
        let func = entry::function(&mut cx, module, &export)?;
        let found = func_type(&func.ty(&cx));
        let func = func.typed::<P, R>(&cx).map_err(|_| {
            let text = format!("{} was asked for with another type", quoted(name));
            Error::new(Code::TypeError, text).finding(format!("its type is {found}"))
        })?;
        Ok(Func { link: self.id, func })
    }

    /// The type of a function: `f` of main, or `math.f`.
    ///
    /// # Errors
    /// As [`Self::func`].
    pub fn func_type(&mut self, name: &str) -> Result<FuncType> {
        let (module, export) = self.split(name)?;
        let mut cx = self.store.as_context_mut();
        let func = entry::function(&mut cx, module, &export)?;
        Ok(func_type(&func.ty(&cx)))
    }

    /// Calls a function by name with untyped values, for tools; the C streams of all modules are
    /// flushed afterwards.
    ///
    /// # Errors
    /// 5003, 5004, 5007; what the guest fails with.
    pub fn invoke(&mut self, name: &str, args: &[Val]) -> Result<Vec<Val>> {
        let (module, export) = self.split(name)?;
        self.enter(|cx| {
            let func = entry::function(cx, module, &export)?;
            untyped::call(cx, &func, &quoted(&export), args)
        })
    }

    /// Calls a function that a guest handed out as a value, as [`Self::invoke`] calls one by name.
    ///
    /// # Errors
    /// 5005 for a function of another link, 5007; what the guest fails with.
    pub fn call_ref(&mut self, func: FuncRef, args: &[Val]) -> Result<Vec<Val>> {
        self.enter(|cx| {
            let func = untyped::function(cx, func)?;
            untyped::call(cx, &func, "the function", args)
        })
    }

    /// Fails where an earlier failure has poisoned the link.
    ///
    /// # Errors
    /// 5022 with that failure.
    pub(crate) fn check_usable(&self) -> Result<()> {
        self.store.data().check_usable()
    }

    /// A module's memory.
    ///
    /// # Errors
    /// 5004 if there is no such module, 5006 if it has no memory.
    pub fn memory(&mut self, module: &str) -> Result<GuestMemory<'_>> {
        let module = self.store.data().module_id(module)?;
        GuestMemory::of(self.store.as_context_mut(), module)
    }

    /// Copies between two modules' memories, exactly as `memory.copy` would.
    ///
    /// # Errors
    /// 5004, 5006; then nothing was written.
    pub fn copy(
        &mut self,
        from: &str,
        src_addr: impl Into<u64>,
        to: &str,
        dest_addr: impl Into<u64>,
        n_bytes: impl Into<u64>,
    ) -> Result<()> {
        self.store.data().check_usable()?;
        let (from, to) = (self.store.data().module_id(from)?, self.store.data().module_id(to)?);
        let copy = memory::Copy {
            from,
            src_addr: src_addr.into(),
            to,
            dest_addr: dest_addr.into(),
            n_bytes: n_bytes.into(),
        };
        memory::copy(&mut self.store.as_context_mut(), copy)
    }

    /// Makes a function pointer of one module callable in another. 0 stays 0; asked again, the same
    /// pointer; back again, the original.
    ///
    /// # Errors
    /// 5004; 5017 for a pointer that is no function; 5019 where no slot is left.
    pub fn rehome(&mut self, from: &str, ptr: impl Into<u64>, to: &str) -> Result<FuncPtr> {
        let (from, to) = (self.store.data().module_id(from)?, self.store.data().module_id(to)?);
        let ptr = ptr.into();
        let slot_idx = self.enter(|cx| slots::rehome(cx, from, ptr, to))?;
        Ok(FuncPtr { link: self.id, module: to, slot_idx })
    }

    /// Gives a module a host closure as a function pointer.
    ///
    /// # Errors
    /// 5004; 5019 where no slot is left.
    pub fn add_function<P, R, F>(&mut self, module: &str, f: F) -> Result<FuncPtr>
    where
        P: HostParams,
        R: HostResults,
        F: HostFn<T, P, R>,
    {
        let module = self.store.data().module_id(module)?;
        self.n_closures += 1;
        let name = NamedFunction::Closure(module, self.n_closures);
        let slot_idx = self.enter(|cx| {
            let func = P::wrap::<T, R, F>(cx, module, Arc::new(f));
            pointers::learn_closure(cx, &func, module)?;
            slots::place_named(cx, func, name, module)
        })?;
        Ok(FuncPtr { link: self.id, module, slot_idx })
    }

    /// Takes a function pointer back that the broker gave out: its slot is nulled. Using it
    /// afterwards is error 5017, until the slot is given out again, oldest first.
    ///
    /// # Errors
    /// 5005 for a pointer of another link, 5017 if the broker did not give it out.
    pub fn release(&mut self, ptr: FuncPtr) -> Result<()> {
        self.id.check(ptr.link, "function pointer")?;
        self.enter(|cx| slots::release(cx, ptr.module, ptr.slot_idx))
    }

    /// Calls a function pointer.
    ///
    /// # Errors
    /// 5005 for a pointer of another link, 5017 for one that is no function, 5018 if its type is
    /// another one; what the guest fails with.
    pub fn call_pointer<P, R>(&mut self, ptr: FuncPtr, params: P) -> Result<R>
    where
        P: WasmParams,
        R: WasmResults,
    {
        self.id.check(ptr.link, "function pointer")?;
        self.enter(|cx| {
            let func = slots::function_at(cx, ptr.module, ptr.slot_idx)?;
            super::host::call_pointed_at(cx, &func, params)
        })
    }

    /// Opens another module while the link runs: `dlopen`. The name is relative to the granted
    /// folders ([`crate::LinkBuilder::library_path`]); the module's name is the stem of the file. A
    /// dynamic library brings the libraries that it needs, and all of its group see its symbols.
    ///
    /// # Errors
    /// 5008, 5009 for the file; 5012 and its kin if it cannot be linked; what its constructors fail
    /// with. If it fails before code of theirs ran, the link is as before; else it is poisoned
    /// (5022).
    pub fn open(&mut self, file: &str) -> Result<Library> {
        self.open_file(file, Sight::Global)
    }

    /// The same, but of a dynamic library only it sees the symbols, and the libraries that are
    /// opened with it: `RTLD_LOCAL`.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_local(&mut self, file: &str) -> Result<Library> {
        self.open_file(file, Sight::Local)
    }

    fn open_file(&mut self, file: &str, sight: Sight) -> Result<Library> {
        let path = self.store.data().roots.find(file)?;
        let module = self.store.data().shared.read_modules.read(&path)?;
        let name = module.stem().unwrap_or_else(|| file.to_owned());
        self.open_module_in(&name, module, sight)
    }

    fn open_module_in(&mut self, name: &str, module: Module, sight: Sight) -> Result<Library> {
        let module = self.enter(|cx| {
            clock::hold(cx);
            let opened = open::open_module(cx, name, module, sight);
            cx.data_mut().is_clock_held = false;
            opened
        })?;
        Ok(Library { link: self.id, module })
    }

    /// Opens another module that is already read, see [`Self::open`].
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn open_module(&mut self, name: &str, module: Module) -> Result<Library> {
        self.open_module_in(name, module, Sight::Global)
    }

    /// Closes a library, and with it those that came because it needs them and that nobody else
    /// uses: their destructors run, their names are forgotten, every function pointer to them is
    /// nulled, and the memory that they share goes back to who gave it. Answers the bytes that
    /// cannot be freed before the link is dropped: a memory of its own, or what a memory grew by,
    /// which later libraries are given.
    /// The engine keeps their instances and their code until then.
    ///
    /// # Errors
    /// 5005 for a library of another link; 5004 if it is closed already, or if others import from
    /// it, re-home its pointers or share its memory as one group; what its destructors fail with.
    /// Who only copies from and to its memory does not hold it: the memory stays.
    pub fn close(&mut self, library: Library) -> Result<u64> {
        self.id.check(library.link, "library")?;
        self.enter(|cx| close::close(cx, library.module))
    }

    /// The plan in force, with what was added while the link ran.
    pub fn plan(&self) -> &LinkPlan {
        &self.store.data().plan
    }

    /// The data that the link was instantiated with.
    ///
    /// # Errors
    /// 5007 if it has another type: only where a plan's type parameter was changed by hand.
    pub fn data(&mut self) -> Result<&mut T> {
        self.store.data_mut().user_data.downcast_mut::<T>().ok_or_else(|| {
            Error::new(Code::TypeError, "the link's data has another type than was asked for")
        })
    }

    /// The fuel that is left, where the link counts it.
    pub fn fuel_left(&self) -> Option<u64> {
        self.store.get_fuel().ok()
    }

    /// `f` → main's, `math.f` → the module and the export. Names may contain dots: of all modules
    /// that may be meant, that of the longest name that exports such a function is.
    fn split(&self, name: &str) -> Result<(ModuleId, String)> {
        let state = self.store.data();
        let has = |(module, export): &(ModuleId, &str)| {
            state.modules[module.idx()].module.facts().exported_func(export).is_some()
        };
        let of_main = (ModuleId::MAIN, name);
        if has(&of_main) {
            return Ok((ModuleId::MAIN, name.to_owned()));
        }
        let mut splits: Vec<_> = name
            .match_indices('.')
            .filter_map(|(at, _)| Some((state.plan.module_id(&name[..at])?, &name[at + 1..])))
            .collect();
        splits.reverse();
        let found = splits.iter().find(|split| has(split)).or(splits.first());
        match (found, name.split_once('.')) {
            (Some((module, export)), _) => Ok((*module, (*export).to_owned())),
            (None, Some((module, _))) => state.module_id(module).map(|id| (id, name.to_owned())),
            (None, None) => Ok((ModuleId::MAIN, name.to_owned())),
        }
    }
}

impl<T> fmt::Debug for Link<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Link").field("plan", &self.store.data().plan).finish_non_exhaustive()
    }
}

impl<P: WasmParams, R: WasmResults> Func<P, R> {
    /// Calls the function.
    ///
    /// # Errors
    /// 5005 for a function of another link; what the guest fails with; 5022 if the link is
    /// poisoned.
    pub fn call<T: Send + 'static>(&self, link: &mut Link<T>, params: P) -> Result<R> {
        link.id.check(self.link, "function")?;
        link.enter(|cx| entry::call_typed(cx, &self.func, params))
    }
}

impl<P, R> fmt::Debug for Func<P, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Func").finish_non_exhaustive()
    }
}

impl FuncPtr {
    /// The module whose table it is an index of.
    pub fn module(&self) -> ModuleId {
        self.module
    }

    /// The slot, as guests see it.
    pub fn slot_idx(&self) -> u64 {
        self.slot_idx
    }
}

impl From<FuncPtr> for u64 {
    fn from(ptr: FuncPtr) -> Self {
        ptr.slot_idx
    }
}
