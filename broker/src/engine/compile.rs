//! Compiled modules, each once per engine.
//!
//! Invariant: a compiled module is found again by what it was made of, never by a name.

use super::settings::{self, Duties, Settings, SourceLines};
use crate::error::{Code, Error, Result, escaped, quoted};
use crate::helper::{self, lift};
use crate::limits::{self, Limits};
use crate::module::{Module, ReadModules};
use crate::plan::{HelperSpec, Lift};
use crate::sig::{MemoryType, TableType};
use std::collections::{HashMap, VecDeque};
use std::fmt;
use std::hash::Hash;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use wasmtime::Engine;

/// What a broker tells while it compiles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Progress {
    /// The next module of a link is being compiled.
    Compiling {
        /// Its name in the link.
        module: String,
        /// How many modules of the link are done.
        n_done: usize,
        /// How many there are.
        n_total: usize,
    },
    /// All modules of the link are compiled.
    Done,
}

type OnProgress = Arc<dyn Fn(Progress) + Send + Sync>;

/// What all links of a broker share: engines and compiled modules.
pub(crate) struct Shared {
    settings: Settings,
    on_progress: Option<OnProgress>,
    engines: Mutex<HashMap<Duties, Arc<EngineWithCache>>>,
    /// What was opened by its name while a link ran.
    pub(super) read_modules: ReadModules,
}

/// One engine with what was compiled for it.
pub(crate) struct EngineWithCache {
    pub(crate) engine: Engine,
    /// By what they are, without the modules that they serve.
    helpers: Mutex<Remembered<HelperSpec>>,
    modules: Mutex<Remembered<Key>>,
}

/// A user's module, compiled.
#[derive(Clone)]
pub(crate) struct Compiled {
    pub(crate) module: wasmtime::Module,
    /// What to add to a code offset to get the offset in the module as it was given.
    pub(crate) code_offset_delta: i64,
}

impl Compiled {
    /// How large the compiled code is.
    fn n_bytes(&self) -> usize {
        let image = self.module.image_range();
        image.end.addr() - image.start.addr()
    }
}

/// Modules that were compiled, the oldest first to be forgotten.
struct Remembered<K> {
    by_key: HashMap<Arc<K>, Compiled>,
    oldest_first: VecDeque<Arc<K>>,
    n_code_bytes: usize,
    max_modules: usize,
}

impl<K: Eq + Hash> Remembered<K> {
    fn new(max_modules: usize) -> Self {
        let (by_key, oldest_first) = (HashMap::new(), VecDeque::new());
        Self { by_key, oldest_first, n_code_bytes: 0, max_modules }
    }

    fn insert(&mut self, key: K, compiled: Compiled) {
        let key = Arc::new(key);
        self.n_code_bytes += compiled.n_bytes();
        match self.by_key.insert(key.clone(), compiled) {
            // Two links compiled it at the same time.
            Some(other) => self.n_code_bytes -= other.n_bytes(),
            None => self.oldest_first.push_back(key),
        }
        while self.oldest_first.len() > self.max_modules
            || self.n_code_bytes > limits::REMEMBERED_BYTES
        {
            let Some(oldest) = self.oldest_first.pop_front() else { return };
            let forgotten = self.by_key.remove(&oldest);
            self.n_code_bytes -= forgotten.map_or(0, |compiled| compiled.n_bytes());
        }
    }
}

/// What a user's module was compiled from: its bytes and what the lift pass changed.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    identity: ([u8; 32], Option<PathBuf>),
    memories: Vec<MemoryType>,
    tables: Vec<TableType>,
    relaxed_imports: Vec<usize>,
    stack_pointer_idx: Option<u32>,
    host_references: Vec<(u32, String)>,
}

impl Shared {
    pub(crate) fn new(settings: Settings, on_progress: Option<OnProgress>) -> Self {
        let (engines, read_modules) = (Mutex::default(), ReadModules::default());
        Self { settings, on_progress, engines, read_modules }
    }

    /// Whether traps name lines of source.
    pub(super) fn names_lines(&self) -> bool {
        self.settings.source_lines == SourceLines::On
    }

    /// The engine whose code has these duties, made when it is first asked for.
    ///
    /// # Errors
    /// 5026 or 5030 if it cannot be made.
    pub(crate) fn engine(&self, duties: Duties) -> Result<Arc<EngineWithCache>> {
        let mut engines = self.engines.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(engine) = engines.get(&duties) {
            return Ok(engine.clone());
        }
        let engine = settings::engine(&self.settings, duties)?;
        let helpers = Mutex::new(Remembered::new(limits::REMEMBERED_HELPERS));
        let modules = Mutex::new(Remembered::new(limits::REMEMBERED_MODULES));
        let made = Arc::new(EngineWithCache { engine, helpers, modules });
        engines.insert(duties, made.clone());
        Ok(made)
    }

    /// The engine of links without limits on fuel and time, by itself.
    ///
    /// # Errors
    /// As [`Self::engine`].
    pub(crate) fn bare_engine(&self) -> Result<Engine> {
        Ok(self.engine(Duties::of(&Limits::new()))?.engine.clone())
    }

    /// Tells who asked how far it is.
    ///
    /// # Errors
    /// 5030 where that panics: in the middle of opening a module, it would leave half of it.
    pub(crate) fn tell(&self, progress: Progress) -> Result<()> {
        let Some(on_progress) = &self.on_progress else { return Ok(()) };
        catch_unwind(AssertUnwindSafe(|| on_progress(progress))).map_err(|panic| {
            let why = escaped(&super::host::message_of(panic));
            Error::new(
                Code::Internal,
                format!("the function that is told of progress panicked: {why}"),
            )
        })
    }
}

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shared").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl EngineWithCache {
    /// A helper, compiled.
    ///
    /// # Errors
    /// 5030: our helpers are valid.
    pub(crate) fn helper(&self, spec: &HelperSpec) -> Result<wasmtime::Module> {
        let spec = spec.without_modules();
        let known = || self.helpers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = known().by_key.get(&spec) {
            return Ok(compiled.module.clone());
        }
        let bytes = helper::bytes(&spec);
        let module = wasmtime::Module::from_binary(&self.engine, &bytes).map_err(|cause| {
            let text = format!("a helper does not compile: {}", escaped(&format!("{cause:#}")));
            Error::new(Code::Internal, text)
        })?;
        known().insert(spec, Compiled { module: module.clone(), code_offset_delta: 0 });
        Ok(module)
    }

    /// A user's module, lifted and compiled.
    ///
    /// # Errors
    /// 5000 for a module that the compiler refuses although it is valid; 5030 if lifting fails.
    pub(crate) fn module(&self, name: &str, module: &Module, lift: &Lift) -> Result<Compiled> {
        let key = Key {
            identity: module.identity(),
            memories: lift.memories.iter().map(|item| item.ty).collect(),
            tables: lift.tables.iter().map(|item| item.ty.clone()).collect(),
            relaxed_imports: lift.relaxed_imports.clone(),
            stack_pointer_idx: lift.stack_pointer_idx,
            host_references: (lift.host_references.iter())
                .map(|it| (it.func_idx, it.export.clone()))
                .collect(),
        };
        let modules = || self.modules.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(compiled) = modules().by_key.get(&key) {
            return Ok(compiled.clone());
        }
        let compile = |bytes: &[u8]| {
            wasmtime::Module::from_binary(&self.engine, bytes).map_err(|cause| {
                Error::new(Code::CompileError, format!("{} does not compile", quoted(name)))
                    .finding(escaped(&format!("{cause:#}")))
            })
        };
        let compiled = match lift.is_empty() {
            true => Compiled { module: compile(module.bytes())?, code_offset_delta: 0 },
            false => {
                let lift::Lifted { bytes, code_offset_delta } = lift::lift(module.bytes(), lift)?;
                Compiled { module: compile(&bytes)?, code_offset_delta }
            }
        };
        modules().insert(key, compiled.clone());
        Ok(compiled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> Key {
        let identity = ([number; 32], None);
        let (memories, tables, relaxed_imports) = (vec![], vec![], vec![]);
        let (stack_pointer_idx, host_references) = (None, vec![]);
        Key { identity, memories, tables, relaxed_imports, stack_pointer_idx, host_references }
    }

    #[test]
    fn the_oldest_modules_are_forgotten() {
        let engine = Engine::default();
        let empty = b"\0asm\x01\0\0\0";
        let module = wasmtime::Module::from_binary(&engine, empty).expect("an empty module");
        let compiled = Compiled { module, code_offset_delta: 0 };
        let mut remembered = Remembered::new(limits::REMEMBERED_MODULES);
        for number in 0..=u8::MAX {
            remembered.insert(key(number), compiled.clone());
            remembered.insert(key(number), compiled.clone());
        }
        assert_eq!(remembered.by_key.len(), limits::REMEMBERED_MODULES);
        assert!(remembered.by_key.contains_key(&key(0)), "at the limit");
        let mut one_more = key(0);
        one_more.relaxed_imports = vec![1];
        remembered.insert(one_more, compiled);
        assert_eq!(remembered.by_key.len(), limits::REMEMBERED_MODULES);
        assert!(!remembered.by_key.contains_key(&key(0)), "one over the limit");
        assert!(remembered.by_key.contains_key(&key(1)));
    }
}
