//! The accessor: a hand-written WebAssembly module that reads and writes another module's memory.
//!
//! `accessor.wat` says what it imports, exports, and when it traps; `accessor_simd.wat` is the same
//! for engines with SIMD, where the widest setter takes 16 bytes at a time. The build script
//! assembles one variant per address width; nothing is assembled, checked or allocated at run time.
//!
//! To add an export: 1. write it in `accessor.wat` and in `accessor_simd.wat` with its line in the
//! headers' tables, 2. if it is a getter or setter, name it in [`EXPORTS`], or in [`WIDE_SETTERS`]
//! and [`WIDE_SETTERS_SIMD`], 3. test it in `tests/wast/`.

#![deny(missing_docs, missing_debug_implementations)]

/// The names of the getters, then of the setters, that every variant exports.
pub const EXPORTS: [&str; 12] = [
    "getI8", "getI16", "getI32", "getI64", "getF32", "getF64", //
    "setI8", "setI16", "setI32", "setI64", "setF32", "setF64",
];

/// The names of the setters of several values at once, where SIMD is off.
pub const WIDE_SETTERS: [&str; 4] = ["setI16x2", "setI32x2", "setF64x4", "setF64x8"];

/// The same where SIMD is on.
pub const WIDE_SETTERS_SIMD: [&str; 4] = ["setI16x2", "setI32x2", "setF64x4", "setV128x8"];

/// How wide the addresses of a memory are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Width {
    /// 32 bits: a plain `(memory …)`.
    W32,
    /// 64 bits: a `(memory i64 …)`.
    W64,
}

/// Whether a helper may use v128 values.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Simd {
    /// It may: the engine has SIMD.
    On,
    /// It does with f64 instead.
    Off,
}

/// Selects the variant from what the build script wrote.
macro_rules! variant {
    ($include:ident, $extension:literal, $memory:expr, $simd:expr) => {
        match ($simd, $memory) {
            (Simd::Off, Width::W32) => variant!($include, "/accessor_32", $extension),
            (Simd::Off, Width::W64) => variant!($include, "/accessor_64", $extension),
            (Simd::On, Width::W32) => variant!($include, "/accessor_simd_32", $extension),
            (Simd::On, Width::W64) => variant!($include, "/accessor_simd_64", $extension),
        }
    };
    ($include:ident, $stem:literal, $extension:literal) => {
        $include!(concat!(env!("OUT_DIR"), $stem, $extension))
    };
}

/// The accessor for a memory with addresses of that width, as a wasm binary.
///
/// # Shape
/// Imports `env.memory`, `env.rbBridge` and `env.rbBridgeFb`. With [`Simd::Off`] it needs no wasm
/// feature beyond WebAssembly 1.0, and `memory64` for [`Width::W64`].
#[must_use]
pub fn module(memory: Width, simd: Simd) -> &'static [u8] {
    variant!(include_bytes, ".wasm", memory, simd)
}

/// The WAT which [`module`] of the same width and SIMD was assembled from.
#[must_use]
pub fn text(memory: Width, simd: Simd) -> &'static str {
    variant!(include_str, ".wat", memory, simd)
}
