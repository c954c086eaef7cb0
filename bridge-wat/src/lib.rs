//! The helpers that join two modules: hand-written WebAssembly for bytes and function pointers.
//!
//! | helper          | files                                    | does                            |
//! |-----------------|------------------------------------------|---------------------------------|
//! | [`bridge`]      | `bridge.wat`, `…_simd.wat`, `…_wide.wat` | copies between two memories     |
//! | [`fallback`]    | `copy_push.wat`, `…_simd.wat`            | one way, without multi-memory   |
//! | [`rehome`]      | `rehome.wat`                             | moves functions between tables  |
//! | [`ledger`]      | `ledger.wat`                             | remembers the slots in use      |
//!
//! Each file's header says what it imports, exports, and when it traps. The build script assembles
//! one variant per combination of address widths; nothing is assembled, checked or allocated at run
//! time. A variant is chosen by the [`Width`]s of the memories (or of the tables) it joins, and by
//! whether the engine has [`Simd`]: a helper that is faster with it has a file of its own for it.
//!
//! To add an export: 1. write it in the `.wat` with its line in the header's table, 2. for a copy,
//! do so in `bridge.wat`, `copy_push.wat` and their twins, 3. test it in `tests/`, for every width.

#![deny(missing_docs, missing_debug_implementations)]

/// How wide the addresses of a memory, or the indices of a table, are.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Width {
    /// 32 bits: a plain `(memory …)` or `(table …)`.
    W32,
    /// 64 bits: a `(memory i64 …)` or `(table i64 …)`.
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

/// Selects the variant of a helper with two width parameters from what the build script wrote.
macro_rules! variant {
    ($include:ident, $stem:literal, $extension:literal, $first:expr, $second:expr) => {
        match ($first, $second) {
            (Width::W32, Width::W32) => variant!($include, $stem, "_32_32", $extension),
            (Width::W32, Width::W64) => variant!($include, $stem, "_32_64", $extension),
            (Width::W64, Width::W32) => variant!($include, $stem, "_64_32", $extension),
            (Width::W64, Width::W64) => variant!($include, $stem, "_64_64", $extension),
        }
    };
    ($include:ident, $stem:literal, $widths:literal, $extension:literal) => {
        $include!(concat!(env!("OUT_DIR"), "/", $stem, $widths, $extension))
    };
}

/// The bridge between two memories, as a wasm binary that needs multi-memory.
///
/// # Shape
/// Imports `main.memory` and `side.memory`; needs bulk memory, `memory64` where one of them is
/// wide, and SIMD for [`Simd::On`] where neither is.
#[must_use]
pub fn bridge(main: Width, side: Width, simd: Simd) -> &'static [u8] {
    match (main, side, simd) {
        (Width::W32, Width::W32, Simd::On) => {
            include_bytes!(concat!(env!("OUT_DIR"), "/bridge_simd.wasm"))
        }
        (Width::W32, Width::W32, Simd::Off) => {
            include_bytes!(concat!(env!("OUT_DIR"), "/bridge.wasm"))
        }
        _ => variant!(include_bytes, "bridge_wide", ".wasm", main, side),
    }
}

/// The WAT which [`bridge`] of the same widths and SIMD was assembled from.
#[must_use]
pub fn bridge_text(main: Width, side: Width, simd: Simd) -> &'static str {
    match (main, side, simd) {
        (Width::W32, Width::W32, Simd::On) => {
            include_str!(concat!(env!("OUT_DIR"), "/bridge_simd.wat"))
        }
        (Width::W32, Width::W32, Simd::Off) => {
            include_str!(concat!(env!("OUT_DIR"), "/bridge.wat"))
        }
        _ => variant!(include_str, "bridge_wide", ".wat", main, side),
    }
}

/// The copy from one memory to another, as a wasm binary that needs no multi-memory.
///
/// # Shape
/// Imports `from.memory`, and of `to`'s accessor, of the same `simd`, `getI8`, `getI64`, `setI8` to
/// `setI64`, and the setters of several values. Needs `memory64` where `from` is wide, SIMD for
/// [`Simd::On`], and else nothing beyond WebAssembly 1.0.
#[must_use]
pub fn fallback(from: Width, to: Width, simd: Simd) -> &'static [u8] {
    match simd {
        Simd::On => variant!(include_bytes, "copy_push_simd", ".wasm", from, to),
        Simd::Off => variant!(include_bytes, "copy_push", ".wasm", from, to),
    }
}

/// The WAT which [`fallback`] of the same widths and SIMD was assembled from.
#[must_use]
pub fn fallback_text(from: Width, to: Width, simd: Simd) -> &'static str {
    match simd {
        Simd::On => variant!(include_str, "copy_push_simd", ".wat", from, to),
        Simd::Off => variant!(include_str, "copy_push", ".wat", from, to),
    }
}

/// The re-homer of function pointers from one table to another, as a wasm binary.
///
/// # Shape
/// Imports `from.table`, `from.id`, `to.table`, `to.id`, six functions of the ledger, its memo and
/// generation, and `env.fault`; needs reference types, and `memory64` where one table is wide.
#[must_use]
pub fn rehome(from_table: Width, to_table: Width) -> &'static [u8] {
    variant!(include_bytes, "rehome", ".wasm", from_table, to_table)
}

/// The WAT which [`rehome`] of the same widths was assembled from.
#[must_use]
pub fn rehome_text(from_table: Width, to_table: Width) -> &'static str {
    variant!(include_str, "rehome", ".wat", from_table, to_table)
}

/// The ledger of added table slots, as a wasm binary.
///
/// # Shape
/// Imports `env.max_slots`; needs multi-value, and holds one memory of its own.
#[must_use]
pub fn ledger() -> &'static [u8] {
    include_bytes!(concat!(env!("OUT_DIR"), "/ledger.wasm"))
}

/// The WAT which [`ledger`] was assembled from.
#[must_use]
pub fn ledger_text() -> &'static str {
    include_str!(concat!(env!("OUT_DIR"), "/ledger.wat"))
}
