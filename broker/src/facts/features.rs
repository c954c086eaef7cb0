//! Which features of WebAssembly a user's module may use, and what to say of the others.
//!
//! # Source
//! The design note on safety, "Secure defaults". The engine's own switches are in
//! `engine/settings.rs`; a test there holds the two together.

use crate::error::{Code, Error, escaped};
use wasmparser::{Validator, WasmFeatures};

/// Features that are on.
pub(super) fn allowed() -> WasmFeatures {
    WasmFeatures::MUTABLE_GLOBAL
        | WasmFeatures::SATURATING_FLOAT_TO_INT
        | WasmFeatures::SIGN_EXTENSION
        | WasmFeatures::REFERENCE_TYPES
        | WasmFeatures::CALL_INDIRECT_OVERLONG
        | WasmFeatures::MULTI_VALUE
        | WasmFeatures::BULK_MEMORY
        | WasmFeatures::BULK_MEMORY_OPT
        | WasmFeatures::SIMD
        | WasmFeatures::FLOATS
        | WasmFeatures::MULTI_MEMORY
        | WasmFeatures::EXCEPTIONS
        | WasmFeatures::MEMORY64
        | WasmFeatures::EXTENDED_CONST
        | WasmFeatures::GC_TYPES
}

/// Features that are off, with what to tell who uses them. Each is tried alone, so that the
/// message names the one that is missing.
const REFUSED: &[(WasmFeatures, &str, &str)] = &[
    (
        WasmFeatures::LEGACY_EXCEPTIONS,
        "legacy exception instructions",
        "build with -sWASM_LEGACY_EXCEPTIONS=0, or translate the module with binaryen: `wasm-opt \
         --translate-to-exnref`",
    ),
    (WasmFeatures::THREADS, "threads (atomics or shared memories)", "build without -pthread"),
    (WasmFeatures::TAIL_CALL, "tail calls", "build without -mtail-call"),
    (WasmFeatures::RELAXED_SIMD, "relaxed SIMD", "build without -mrelaxed-simd"),
    (WasmFeatures::CUSTOM_PAGE_SIZES, "custom page sizes", "use pages of 64 KiB"),
    (WasmFeatures::WIDE_ARITHMETIC, "wide arithmetic", "build without -mwide-arithmetic"),
    (
        WasmFeatures::FUNCTION_REFERENCES,
        "typed function references",
        "build for a target without function references",
    ),
    (
        WasmFeatures::FUNCTION_REFERENCES.union(WasmFeatures::GC),
        "garbage-collected types",
        "build for a target without WasmGC",
    ),
    (WasmFeatures::STACK_SWITCHING, "stack switching", "build without stack switching"),
];

/// The error for a module that is not valid at the allowed feature set.
///
/// # Errors
/// Answers 5028 if one refused feature makes it valid, else 5000.
pub(super) fn refusal(bytes: &[u8], cause: &wasmparser::BinaryReaderError) -> Error {
    for (feature, name, remedy) in REFUSED {
        let wider = allowed() | *feature;
        if Validator::new_with_features(wider).validate_all(bytes).is_ok() {
            return Error::new(Code::UnsupportedFeature, format!("the module uses {name}"))
                .finding(at_offset(cause))
                .help(*remedy);
        }
    }
    if Validator::new_with_features(WasmFeatures::all()).validate_all(bytes).is_ok() {
        let names: Vec<_> = REFUSED.iter().map(|(_, name, _)| *name).collect();
        return Error::new(Code::UnsupportedFeature, "the module uses features that are off")
            .finding(at_offset(cause))
            .help(format!("these are off: {}", names.join(", ")));
    }
    malformed(cause)
}

/// The error for bytes that cannot be read at all.
pub(super) fn malformed(cause: &wasmparser::BinaryReaderError) -> Error {
    Error::new(Code::CompileError, format!("not a valid module: {}", at_offset(cause)))
}

fn at_offset(cause: &wasmparser::BinaryReaderError) -> String {
    format!("{} at offset {:#x}", escaped(cause.message()), cause.offset())
}
