//! Compiled modules and live instances behind handles: the base for faces that cannot hold a
//! [`Link`] (other languages, workers), and for programs with many of them.
//!
//! An instance is a link of one module, alone or with sides; what runs it is [`Link`] and nothing
//! else. Invariants: no guest runs while the registry is locked, so that calls of different
//! instances run side by side; nothing is dropped while it is locked, because host functions may
//! own what comes back here when it goes.

mod config;
mod handle;
mod memory;
mod slots;
mod turn;
mod typed;

pub use config::InstanceConfig;
pub use handle::{InstanceHandle, ModuleHandle};
pub use memory::InstanceMemory;
pub use typed::{TypedValue, TypedValues};

use crate::broker::Broker;
use crate::engine::{FuncRef, Link, Val};
use crate::error::{Code, Error, Result, quoted};
use crate::facts::ExportFact;
use crate::module::Module;
use crate::names;
use crate::plan::Unresolved;
use crate::sig::FuncType;
use handle::{Kind, Refusal, RegistryId};
use slots::Slots;
use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use turn::Turn;

/// Compiled modules and live instances behind handles. Threads share it; clones are the same
/// registry.
///
/// Calls of different instances run side by side. Calls of one instance take turns; one that would
/// wait for itself is refused (5023). That is seen where threads wait for turns, and not where one
/// waits otherwise: a host function must not join a thread that calls the instance which called it.
/// Guests run on the thread of the caller, which needs the stack
/// that [`crate::run_on_guest_thread`] gives.
///
/// # Example
/// ```
/// use wasm_broker::{InstanceConfig, Registry, Val};
///
/// let registry = Registry::new()?;
/// let counter = registry.compile(br#"(module
///     (global $count (mut i32) (i32.const 0))
///     (func (export "add") (param $n i32) (result i32)
///         (global.set $count (i32.add (global.get $count) (local.get $n)))
///         (global.get $count)))"#)?;
/// let one = registry.instantiate(counter, &InstanceConfig::new())?;
/// let other = registry.instantiate(counter, &InstanceConfig::new().fuel(1_000))?;
/// assert_eq!(registry.call(one, "add", &[Val::I32(2)])?, [Val::I32(2)]);
/// assert_eq!(registry.call_typed::<i32, i32>(one, "add", 3)?, 5);
/// assert_eq!(registry.call_typed::<i32, i32>(other, "add", 3)?, 3);
/// registry.drop_module(counter)?;
/// let error = registry.call(one, "add", &[Val::I32(1)]).expect_err("it ended with its module");
/// assert_eq!(error.code().number(), 5005);
/// # Ok::<(), wasm_broker::Error>(())
/// ```
#[derive(Clone)]
pub struct Registry {
    shared: Arc<Shared>,
}

struct Shared {
    broker: Broker,
    tables: Mutex<Tables>,
}

/// What the handles of one registry stand for.
struct Tables {
    modules: Slots<Module>,
    instances: Slots<Arc<Instance>>,
}

struct Instance {
    turn: Arc<Turn>,
    link: Mutex<Link<()>>,
    /// Main first, then the sides.
    modules: Vec<ModuleHandle>,
    main: Module,
    is_dropped: AtomicBool,
}

impl Registry {
    /// A registry on a broker with the default settings.
    ///
    /// # Errors
    /// As [`Self::on`].
    pub fn new() -> Result<Self> {
        Self::on(Broker::new()?)
    }

    /// A registry on this broker: with its limits, its cache, and what it has compiled.
    ///
    /// # Errors
    /// 5020 if this process has made as many registries as there are numbers for.
    pub fn on(broker: Broker) -> Result<Self> {
        let id = RegistryId::next()?;
        let tables = Mutex::new(Tables {
            modules: Slots::new(ModuleHandle::KIND, id),
            instances: Slots::new(InstanceHandle::KIND, id),
        });
        Ok(Self { shared: Arc::new(Shared { broker, tables }) })
    }

    /// Reads and compiles a binary module or WAT text. It is compiled for the limits of the
    /// registry's broker; an instance with fuel or a timeout of its own needs other code, which is
    /// made for the first of them.
    ///
    /// # Errors
    /// 5000, 5016, 5028 for bytes that are no module we can use; 5024 for what would take a
    /// compiler too long. The other limits are those of each instance (5020), see
    /// [`Self::instantiate`].
    pub fn compile(&self, bytes: &[u8]) -> Result<ModuleHandle> {
        self.add(Module::from_bytes(bytes)?)
    }

    /// The same for a file.
    ///
    /// # Errors
    /// 5008 if it cannot be read; otherwise as [`Self::compile`].
    pub fn compile_file(&self, path: impl AsRef<Path>) -> Result<ModuleHandle> {
        self.add(Module::from_file(path)?)
    }

    /// The same for a module that is read already.
    ///
    /// # Errors
    /// As [`Self::compile`].
    pub fn add(&self, module: Module) -> Result<ModuleHandle> {
        self.tables().modules.check_room()?;
        self.compile_ahead(&module)?;
        self.tables().modules.insert(module).map(ModuleHandle::from)
    }

    /// Compiles a module as it will be needed, if that can be known: what a dynamic library becomes
    /// depends on its group.
    fn compile_ahead(&self, module: &Module) -> Result<()> {
        if module.facts().dylink.is_some() {
            return Ok(());
        }
        let builder = self.shared.broker.main::<()>(names::MAIN_MODULE, module.clone());
        match builder.unresolved(Unresolved::Trap).plan() {
            Ok(plan) => plan.compile(),
            Err(error) if error.code() == Code::CompileLimit => Err(error),
            // What is missing may be given with the instance.
            Err(_) => Ok(()),
        }
    }

    /// A module, with its facts.
    ///
    /// # Errors
    /// 5004.
    pub fn module(&self, module: ModuleHandle) -> Result<Module> {
        self.tables().modules.get(module.into()).cloned()
    }

    /// Makes an instance: links the module with what the configuration gives it, and runs its start
    /// function and constructors.
    ///
    /// # Errors
    /// 5004 for the module or a side; 5009, 5010 for WASI; 5012 and its kin if it cannot be linked;
    /// 5001, 5020; what the guest fails with. Then there is no instance.
    pub fn instantiate(
        &self,
        module: ModuleHandle,
        config: &InstanceConfig,
    ) -> Result<InstanceHandle> {
        let handles: Vec<_> = std::iter::once(module).chain(config.side_modules()).collect();
        let mut modules = self.live_modules(&handles)?.into_iter();
        config.check_wasi()?;
        let main = modules.next().ok_or_else(no_main)?;
        let link = config.link(&self.shared.broker, main.clone(), modules);
        let link = Mutex::new(link.plan()?.instantiate(())?);
        let (turn, is_dropped) = (Arc::default(), AtomicBool::new(false));
        // Held until after the lock is gone, in case there is no room for it.
        let instance = Arc::new(Instance { turn, link, modules: handles, main, is_dropped });
        let mut tables = self.tables();
        for handle in &instance.modules {
            tables.modules.get((*handle).into())?;
        }
        tables.instances.insert(instance.clone()).map(InstanceHandle::from)
    }

    fn live_modules(&self, handles: &[ModuleHandle]) -> Result<Vec<Module>> {
        let tables = self.tables();
        tables.instances.check_room()?;
        let module = |handle: &ModuleHandle| tables.modules.get((*handle).into()).cloned();
        handles.iter().map(module).collect()
    }

    /// Calls a function with untyped values: `f` of the instance's module, or `side.f`. The C
    /// streams are flushed afterwards.
    ///
    /// # Errors
    /// 5003 if there is no such function, 5005, 5007; what the guest fails with (5002, 5006, 5011,
    /// 5017, 5018, 5021), after which the instance is poisoned (5022); 5023 where the call would
    /// wait for itself. A guest that exits is 5002 with [`Error::guest_exit`].
    pub fn call(&self, instance: InstanceHandle, name: &str, args: &[Val]) -> Result<Vec<Val>> {
        self.enter(instance, |link| link.invoke(name, args))
    }

    /// Calls a function with values of types that are known: numbers, `u128` for vectors, and
    /// functions. [`crate::Link::func`] is quicker where the link itself is at hand.
    ///
    /// # Errors
    /// As [`Self::call`]; 5007 if the function has other types, and nothing was called.
    pub fn call_typed<P: TypedValues, R: TypedValues>(
        &self,
        instance: InstanceHandle,
        name: &str,
        params: P,
    ) -> Result<R> {
        let results = self.enter(instance, |link| {
            link.check_usable()?;
            typed::check::<P, R>(name, &link.func_type(name)?)?;
            link.invoke(name, &params.to_vals())
        })?;
        R::of_vals(&results).ok_or_else(|| {
            let text = format!("{} gave results of other types than its own", quoted(name));
            Error::new(Code::Internal, text)
        })
    }

    /// Calls a function that a call of the same instance gave as a value ([`Val::FuncRef`]).
    ///
    /// # Errors
    /// 5005 for a function of another instance, too; otherwise as [`Self::call`].
    pub fn call_ref(
        &self,
        instance: InstanceHandle,
        func: FuncRef,
        args: &[Val],
    ) -> Result<Vec<Val>> {
        self.enter(instance, |link| link.call_ref(func, args))
    }

    /// Runs the program: `_start`, else its C `main`; answers its exit code. Its arguments are
    /// these; where there are none, those of its WASI options.
    ///
    /// # Errors
    /// 5003 if there is no entry; otherwise as [`Self::call`].
    pub fn run(&self, instance: InstanceHandle, args: &[String]) -> Result<i32> {
        self.enter(instance, |link| link.run(args))
    }

    /// The memory of the instance's module.
    ///
    /// # Errors
    /// 5005; its accesses have their own.
    ///
    /// # Example
    /// ```
    /// use wasm_broker::{InstanceConfig, Registry};
    ///
    /// let registry = Registry::new()?;
    /// let module = registry.compile(br#"(module (memory 1 2) (data (i32.const 8) "wasm"))"#)?;
    /// let instance = registry.instantiate(module, &InstanceConfig::new())?;
    /// let memory = registry.memory(instance)?;
    /// assert_eq!(memory.read_str(8_u64, 4_u64)?, "wasm");
    /// memory.write(8_u64, b"rust")?;
    /// assert_eq!(memory.bytes(6_u64, 4_u64)?, b"\0\0ru");
    /// assert_eq!((memory.grow(1)?, memory.size_bytes()?), (1, 2 << 16));
    /// assert_eq!(memory.write(2_u64 << 16, b"x").unwrap_err().code().number(), 5006);
    /// registry.drop_instance(instance)?;
    /// assert_eq!(memory.size_bytes().unwrap_err().code().number(), 5005);
    /// # Ok::<(), wasm_broker::Error>(())
    /// ```
    pub fn memory(&self, instance: InstanceHandle) -> Result<InstanceMemory<'_>> {
        self.memory_of(instance, names::MAIN_MODULE)
    }

    /// The memory of one of the instance's modules: a side, or `main`.
    ///
    /// # Errors
    /// 5005; a name that is no module is 5004 with the first access.
    pub fn memory_of(&self, instance: InstanceHandle, module: &str) -> Result<InstanceMemory<'_>> {
        self.instance(instance)?;
        Ok(InstanceMemory { registry: self, instance, module: module.to_owned() })
    }

    /// What the instance's module exports, with types, in the order of the file.
    ///
    /// # Errors
    /// 5005.
    pub fn exports(&self, instance: InstanceHandle) -> Result<Vec<ExportFact>> {
        Ok(self.instance(instance)?.main.facts().exports.clone())
    }

    /// The type of a function: `f` of the instance's module, or `side.f`.
    ///
    /// # Errors
    /// 5003, 5005, 5023.
    pub fn func_type(&self, instance: InstanceHandle, name: &str) -> Result<FuncType> {
        self.enter(instance, |link| link.func_type(name))
    }

    /// The fuel that is left, where the instance has a limit.
    ///
    /// # Errors
    /// 5005, 5023.
    pub fn fuel_left(&self, instance: InstanceHandle) -> Result<Option<u64>> {
        self.enter(instance, |link| Ok(link.fuel_left()))
    }

    /// Drops an instance: its handle is not valid any more. A call that is in it goes on to its
    /// end; what the instance holds is freed then, else at once.
    ///
    /// # Errors
    /// 5005.
    pub fn drop_instance(&self, instance: InstanceHandle) -> Result<()> {
        let removed = self.tables().instances.remove(instance.into());
        removed.map(|instance| instance.is_dropped.store(true, Ordering::SeqCst))
    }

    /// Drops a module, and with it every instance in which it takes part.
    ///
    /// # Errors
    /// 5004.
    pub fn drop_module(&self, module: ModuleHandle) -> Result<()> {
        let mut tables = self.tables();
        let removed = tables.modules.remove(module.into())?;
        let ended = tables.instances.remove_all(|instance| instance.modules.contains(&module));
        drop(tables);
        for instance in &ended {
            instance.is_dropped.store(true, Ordering::SeqCst);
        }
        drop((removed, ended));
        Ok(())
    }

    /// How many modules there are.
    pub fn n_modules(&self) -> usize {
        self.tables().modules.len()
    }

    /// How many instances there are.
    pub fn n_instances(&self) -> usize {
        self.tables().instances.len()
    }

    /// Works with an instance when it is this thread's turn.
    ///
    /// # Errors
    /// 5005, 5023; 5022 if it panicked before.
    fn enter<R>(
        &self,
        handle: InstanceHandle,
        f: impl FnOnce(&mut Link<()>) -> Result<R>,
    ) -> Result<R> {
        let instance = self.instance(handle)?;
        let _turn = instance.turn.take()?;
        if instance.is_dropped.load(Ordering::SeqCst) {
            return Err(Refusal::Dropped.error(Kind::Instance, handle.into()));
        }
        let mut link = instance.link.lock().map_err(|_| panicked())?;
        f(&mut link)
    }

    fn instance(&self, handle: InstanceHandle) -> Result<Arc<Instance>> {
        self.tables().instances.get(handle.into()).cloned()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        // Nothing in there is left half done: a panic would come before a change or after it.
        self.shared.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn no_main() -> Error {
    Error::new(Code::Internal, "an instance has no module")
}

fn panicked() -> Error {
    Error::new(Code::Poisoned, "the instance is not usable after a panic in the middle of a call")
        .help("make the instance again")
}

impl fmt::Debug for Registry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Registry")
            .field("n_modules", &self.n_modules())
            .field("n_instances", &self.n_instances())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The promise of the documentation, kept by the compiler.
    #[test]
    fn registries_are_shared_and_handles_are_plain() {
        fn is_send_and_sync<T: Send + Sync>() {}
        fn is_plain<T: Send + Sync + Copy + Eq + std::hash::Hash + 'static>() {}
        is_send_and_sync::<Registry>();
        is_send_and_sync::<InstanceConfig>();
        is_send_and_sync::<InstanceMemory<'_>>();
        is_plain::<ModuleHandle>();
        is_plain::<InstanceHandle>();
        is_plain::<FuncRef>();
    }

    #[test]
    fn an_instance_that_panicked_answers_5022() {
        let registry = Registry::new().expect("a registry");
        let module = registry.compile(b"(module)").expect("a module");
        let instance = registry.instantiate(module, &InstanceConfig::new()).expect("an instance");
        let panics = || registry.enter(instance, |_| -> Result<()> { panic!("in the middle") });
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(panics));
        assert!(outcome.is_err());
        let error = registry.fuel_left(instance).expect_err("nobody knows what was left");
        assert_eq!(error.code(), Code::Poisoned);
        registry.drop_instance(instance).expect("it can still be dropped");
    }
}
