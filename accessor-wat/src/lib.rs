//! The accessor: a hand-written WebAssembly module that reads and writes another module's memory.
//!
//! `accessor.wat` says what it imports, exports, and when it traps. The build script assembles one
//! variant per address width; nothing is assembled, checked or allocated at run time.
//!
//! To add an export: 1. write it in `accessor.wat` with its line in the header's table, 2. if it is
//! a getter or setter, name it in [`EXPORTS`], 3. test it in `tests/access.wast`.

#![deny(missing_docs, missing_debug_implementations)]

/// The names of the getters, then of the setters, that every variant exports.
pub const EXPORTS: [&str; 12] = [
    "getI8", "getI16", "getI32", "getI64", "getF32", "getF64", //
    "setI8", "setI16", "setI32", "setI64", "setF32", "setF64",
];

/// How wide the addresses of a memory are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Width {
    /// 32 bits: a plain `(memory …)`.
    W32,
    /// 64 bits: a `(memory i64 …)`.
    W64,
}

/// The accessor for a memory with addresses of that width, as a wasm binary.
///
/// # Shape
/// Imports `env.memory`, `env.rbBridge` and `env.rbBridgeFb`; needs no wasm feature beyond
/// WebAssembly 1.0, and `memory64` for [`Width::W64`].
#[must_use]
pub fn module(memory: Width) -> &'static [u8] {
    match memory {
        Width::W32 => include_bytes!(concat!(env!("OUT_DIR"), "/accessor_32.wasm")),
        Width::W64 => include_bytes!(concat!(env!("OUT_DIR"), "/accessor_64.wasm")),
    }
}

/// The WAT which [`module`] of the same width was assembled from.
#[must_use]
pub fn text(memory: Width) -> &'static str {
    match memory {
        Width::W32 => include_str!(concat!(env!("OUT_DIR"), "/accessor_32.wat")),
        Width::W64 => include_str!(concat!(env!("OUT_DIR"), "/accessor_64.wat")),
    }
}
