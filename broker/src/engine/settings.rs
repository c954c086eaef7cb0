//! The switches of the engine.
//!
//! # Source
//! The design note on safety, "Secure defaults". The features are those of `facts/features.rs`,
//! which checks users' modules; helpers need nothing beyond.

use super::nesting;
use crate::error::{Code, Error, Result};
use crate::limits::{self, Limits};
use std::error::Error as _;
use std::path::PathBuf;
use std::sync::OnceLock;
use wasmtime::{
    Cache, CacheConfig, Collector, Config, Engine, OperatorCost, PoolingAllocationConfig,
    WasmBacktraceDetails,
};

/// How a broker makes its engine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Settings {
    pub(crate) source_lines: SourceLines,
    pub(crate) allocation: Allocation,
    pub(crate) cache_dir: Option<PathBuf>,
}

/// Whether traps name lines of source. Finding them costs up to half a second for a trap in a
/// module with much line information.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceLines {
    /// Traps name functions and offsets.
    #[default]
    Off,
    /// Traps name `file:line:column` where a module carries line information, or came as WAT.
    On,
}

/// Where instances get their memories and tables from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Allocation {
    /// From the operating system, when they are made.
    #[default]
    OnDemand,
    /// From a pool that the broker reserves once, for programs that make many links: instances are
    /// cheaper, address space is not. All links of the broker together have at most
    /// 1,000 memories, 1,000 tables of 20,000 slots, and 10,000 instances at a time (5001 beyond).
    /// There is such a pool for each kind of code that links ask for: with fuel or without, with a
    /// time limit or without, and for each size of the call stack.
    Pooling,
}

/// What the compiled code of a link has to do beside its work: engine-wide switches, because they
/// change the code. Both cost time in every function, so that only links that are limited pay:
/// looking at the clock alone makes a small copy slower by a third (it keeps arguments alive across
/// a call that is hardly ever made).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Duties {
    /// It counts fuel.
    pub(crate) counts_fuel: bool,
    /// It looks at the deadline.
    pub(crate) looks_at_clock: bool,
    /// The native stack that it may use, in bytes.
    call_stack_bytes: usize,
}

impl Duties {
    /// What these limits ask for.
    pub(crate) fn of(limits: &Limits) -> Self {
        Self {
            counts_fuel: limits.fuel_limit().is_some(),
            looks_at_clock: limits.timeout_limit().is_some(),
            call_stack_bytes: call_stack_bytes(limits),
        }
    }
}

/// The engine's own default.
const ASYNC_STACK_BYTES: usize = 2 << 20;

/// Makes an engine.
///
/// # Errors
/// 5026 if the cache folder cannot be used; 5030 if the machine is not supported.
pub(crate) fn engine(settings: &Settings, duties: Duties) -> Result<Engine> {
    let mut config = Config::new();
    features(&mut config);
    config
        .epoch_interruption(duties.looks_at_clock)
        .consume_fuel(duties.counts_fuel)
        .max_wasm_stack(duties.call_stack_bytes)
        // For calls that are never made, but the engine wants it to be the larger one.
        .async_stack_size(duties.call_stack_bytes.max(ASYNC_STACK_BYTES))
        .parallel_compilation(has_compile_threads())
        // Lines come from `facts/lines.rs`, which hostile debug information cannot keep busy.
        .wasm_backtrace_details(WasmBacktraceDetails::Disable);
    if duties.counts_fuel {
        config.operator_cost(costs());
    }
    if settings.allocation == Allocation::Pooling {
        config.allocation_strategy(pool());
    }
    if let Some(folder) = &settings.cache_dir {
        config.cache(Some(cache(folder)?));
    }
    Engine::new(&config).map_err(|cause| {
        Error::new(Code::Internal, format!("the engine cannot be made: {cause:#}"))
    })
}

/// Whether the threads that the engine compiles with can be made. They are made here, once: where
/// the machine has none left, the engine would panic in the middle of compiling.
fn has_compile_threads() -> bool {
    static HAS_THREADS: OnceLock<bool> = OnceLock::new();
    *HAS_THREADS.get_or_init(|| match rayon::ThreadPoolBuilder::new().build_global() {
        Ok(()) => true,
        // Without a cause in the machine, the program had them before.
        Err(error) => error.source().is_none(),
    })
}

/// What operators cost. Bulk operators pay for each byte and element; the engine itself lets
/// memories grow for nothing, but somebody has to clear each page.
fn costs() -> OperatorCost {
    const GROWN_PAGE: u8 = u8::MAX;
    let mut costs = OperatorCost::new();
    costs.variable.memory_grow_per_page = GROWN_PAGE;
    costs
}

/// The pool. Its sizes are stated in the documentation of [`Allocation::Pooling`].
fn pool() -> PoolingAllocationConfig {
    const MEMORIES: u32 = 1_000;
    const TABLES: u32 = 1_000;
    const TABLE_SLOTS: usize = 20_000;
    const INSTANCES: u32 = 10_000;
    const INSTANCE_BYTES: usize = 1 << 20;
    // What the format allows; a link's own limits come before.
    const MODULE_SPACES: u32 = 100;
    let mut pool = PoolingAllocationConfig::default();
    pool.total_memories(MEMORIES)
        .total_tables(TABLES)
        .table_elements(TABLE_SLOTS)
        .total_core_instances(INSTANCES)
        .max_core_instance_size(INSTANCE_BYTES)
        .max_memories_per_module(MODULE_SPACES)
        .max_tables_per_module(MODULE_SPACES);
    pool
}

/// An engine with the default settings, for the specification's own tests.
pub fn default_engine() -> Engine {
    engine(&Settings::default(), Duties::of(&Limits::new()))
        .expect("the defaults fit every supported machine")
}

/// The features of `facts/features.rs`; exceptions need the collector, which throws on its heap.
fn features(config: &mut Config) {
    config
        .wasm_reference_types(true)
        .wasm_multi_value(true)
        .wasm_bulk_memory(true)
        .wasm_simd(true)
        .wasm_extended_const(true)
        .wasm_multi_memory(true)
        .wasm_memory64(true)
        .wasm_exceptions(true)
        .wasm_gc(false)
        .wasm_function_references(false)
        .wasm_tail_call(false)
        .wasm_relaxed_simd(false)
        .wasm_threads(false)
        .wasm_custom_page_sizes(false)
        .wasm_wide_arithmetic(false)
        .collector(Collector::Copying);
}

fn cache(folder: &std::path::Path) -> Result<Cache> {
    let fail = |cause: &dyn std::fmt::Display| {
        let shown = crate::error::quoted(&folder.to_string_lossy());
        Error::new(Code::CacheError, format!("the cache folder {shown} cannot be used: {cause}"))
    };
    std::fs::create_dir_all(folder).map_err(|cause| fail(&crate::files::reason(&cause)))?;
    let real =
        std::fs::canonicalize(folder).map_err(|cause| fail(&crate::files::reason(&cause)))?;
    let mut config = CacheConfig::new();
    config.with_directory(real);
    Cache::new(config).map_err(|cause| fail(&cause))
}

/// Runs `f` on a thread with enough stack for guests of a link with the default limits: deep
/// recursion is then a trap, never an abort.
///
/// # Errors
/// As [`run_on_guest_thread_with`].
pub fn run_on_guest_thread<R: Send>(f: impl FnOnce() -> R + Send) -> Result<R> {
    run_on_guest_thread_with(&Limits::new(), f)
}

/// The same for guests of a link with these limits.
///
/// # Units
/// The stack is what guests may use ([`Limits::call_stack_bytes`]), plus 4 MiB for host functions.
///
/// # Errors
/// 5030 if the thread cannot be made or panics.
pub fn run_on_guest_thread_with<R: Send>(
    limits: &Limits,
    f: impl FnOnce() -> R + Send,
) -> Result<R> {
    let internal = |what: &str| Error::new(Code::Internal, what.to_owned());
    let call_stack_bytes = call_stack_bytes(limits) as u64;
    let n_bytes = stack_bytes(call_stack_bytes.saturating_add(limits::HOST_STACK_BYTES));
    let f = || {
        let _thread = nesting::begin_thread(n_bytes);
        f()
    };
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .name("guest".to_owned())
            .stack_size(n_bytes)
            .spawn_scoped(scope, f)
            .map_err(|cause| {
                let text = format!("the guest thread cannot be made: {cause}");
                internal(&text).finding(format!("guests may use {call_stack_bytes} bytes of stack"))
            })?
            .join()
            .map_err(|panic| match super::host::message_of(panic).as_str() {
                "" => internal("the guest thread panicked"),
                why => {
                    internal(&format!("the guest thread panicked: {}", crate::error::escaped(why)))
                }
            })
    })
}

/// The next power of two, since each value needs an engine of its own, and they are kept.
pub(super) fn call_stack_bytes(limits: &Limits) -> usize {
    let n_bytes = stack_bytes(limits.call_stack_limit_bytes());
    n_bytes.checked_next_power_of_two().unwrap_or(n_bytes).min(isize::MAX as usize)
}

/// As many bytes as an address can have, and not so many that their sum with others has no number.
fn stack_bytes(n_bytes: u64) -> usize {
    usize::try_from(n_bytes).unwrap_or(usize::MAX).min(isize::MAX as usize)
}
