//! Carries a plan out on wasmtime: one loop, one function per step, no policy.
//!
//! Invariants: what is decided is decided in the plan; a host function works for the module it was
//! made for, never for "the caller"; errors of wasmtime are turned into ours in `trap.rs` alone.

mod clock;
mod close;
mod compile;
mod dlfcn;
mod emscripten;
mod entry;
mod execute;
mod guest;
mod host;
mod journal;
mod limiter;
mod link;
mod memory;
mod nesting;
mod open;
mod place;
mod pointers;
mod provide;
mod settings;
mod slots;
mod stack;
mod state;
mod symbols;
mod threads;
mod trap;
mod untyped;
mod value;
mod waits;
mod wasi;

pub(crate) use compile::Shared;
pub(crate) use host::HostEntry;
pub(crate) use link::{Part, Parts};
pub(crate) use settings::Settings;

/// The engine itself, where benches and tests of the specification need it.
pub type BareEngine = wasmtime::Engine;

pub(crate) use state::LogEnabled;

pub use compile::Progress;
pub use host::{GuestValue, HostContext, HostFn, HostParams, HostResults};
pub use link::{Func, FuncPtr, Library, Link};
pub use memory::GuestMemory;
pub use settings::{
    Allocation, SourceLines, default_engine, run_on_guest_thread, run_on_guest_thread_with,
};
pub use untyped::FuncRef;
pub use value::Val;
pub use wasi::{Capture, Preopen, Stdio, WasiOptions};
