//! dlopen for WebAssembly modules that do not share a memory.
//!
//! ```text
//! bytes → ModuleFacts → LinkPlan → engine
//! ```
//!
//! 1. [`Module`] reads a file and its [`ModuleFacts`]: imports, exports, memories, tables, role.
//! 2. [`Broker::main`] begins a link; sides, host functions and options are added to it.
//! 3. [`LinkBuilder::plan`] resolves every import, or lists everything that is wrong at once.
//! 4. [`Plan::instantiate`] carries the plan out; [`Link`] calls, copies, re-homes, opens, closes.
//!
//! [`Registry`] holds modules and instances behind handles, for many threads and other languages.
//!
//! ```
//! use wasm_broker::{Broker, Module};
//!
//! let greet = Module::from_bytes(br#"(module
//!     (import "env" "main_getI8" (func $get (param i32) (result i32)))
//!     (func (export "first_letter") (param i32) (result i32) (call $get (local.get 0))))"#)?;
//! let main = Module::from_bytes(br#"(module
//!     (memory (export "memory") 1) (data (i32.const 64) "wasm"))"#)?;
//! let mut link = Broker::new()?.main("main", main).side("greet", greet).plan()?.instantiate(())?;
//! let first = link.func::<u32, u32>("greet.first_letter")?;
//! assert_eq!(first.call(&mut link, 64)?, u32::from(b'w'));
//! # Ok::<(), wasm_broker::Error>(())
//! ```
//!
//! Without the feature `engine` the crate has facts, plans and helpers only, and no engine in its
//! dependencies.
#![deny(missing_docs, missing_debug_implementations)]
// What only the engine uses stays in its layer, and is idle without the engine.
#![cfg_attr(not(feature = "engine"), allow(dead_code, reason = "used by the engine alone"))]

#[cfg(feature = "engine")]
mod broker;
#[cfg(feature = "engine")]
mod engine;
mod error;
mod facts;
mod files;
mod helper;
mod ids;
#[cfg(feature = "engine")]
mod libraries;
mod limits;
mod listing;
pub mod manifest;
mod module;
mod names;
pub mod plan;
#[cfg(feature = "engine")]
mod registry;
mod sig;

/// What our own tests need beyond the public face. No promise goes with it.
#[cfg(feature = "engine")]
#[doc(hidden)]
pub mod testing {
    pub use crate::broker::engine_of;
    pub use crate::engine::{BareEngine, default_engine as engine};
}

#[cfg(feature = "engine")]
pub use broker::{Broker, BrokerBuilder, LinkBuilder, Plan};
#[cfg(feature = "engine")]
pub use engine::{
    Allocation, Capture, Func, FuncPtr, FuncRef, GuestMemory, GuestValue, HostContext, HostFn,
    HostParams, HostResults, Library, Link, Preopen, Progress, SourceLines, Stdio, Val,
    WasiOptions, run_on_guest_thread, run_on_guest_thread_with,
};
pub use error::{Bound, Code, Detail, Error, Frame, Result, Snippet, escaped, quoted};
pub use facts::{
    ActiveSegment, CallAt, CodeShape, CustomSection, Dylink, DylinkSymbol, ExportFact, ImportFact,
    MemInfo, MemoryFact, ModuleFacts, Producer, Role, RoleReason, SegmentOffset, SegmentTarget,
    SegmentTotals, SymbolFlags, TableFact,
};
pub use ids::{GlobalId, HelperId, HostId, ModuleId};
pub use limits::Limits;
pub use module::Module;
pub use plan::{Allowance, CopyPath, Draft, LinkPlan, LinkageKind, Problem, Unresolved};
#[cfg(feature = "engine")]
pub use registry::{
    InstanceConfig, InstanceHandle, InstanceMemory, ModuleHandle, Registry, TypedValue, TypedValues,
};
pub use sig::{ExternType, FuncType, GlobalType, MemoryType, TableType, ValType, Width};
