//! Modules from bytes: plain ones whose imports and exports may fit each other, and those that
//! wasm-smith makes, with code that does anything.

use arbitrary::{Arbitrary, Result, Unstructured};
use std::fmt::Write as _;
use wasm_smith::Config;

/// The names of the modules of a link; some are hard to tell apart.
pub const NAMES: [&str; 5] = ["main", "a", "a.b", "b", "é"];

const SPACES: [&str; 8] = [
    "",
    "(memory 1)",
    r#"(memory (export "m") i64 1 4)"#,
    r#"(memory (export "m") 1) (table (export "t") 4 4 funcref)"#,
    r#"(memory 1) (memory (export "m") 2) (table 1 externref) (table (export "t") 4 funcref)"#,
    r#"(table 1 exnref) (table (export "t") 3 9 funcref)"#,
    r#"(table i64 2 funcref) (memory (export "memory") 1)"#,
    r#"(table (export "t") 2 2 funcref (ref.null func)) (memory (export "m") 0 0)"#,
];

const EXPORTS: [&str; 10] = [
    r#"(func (export "f"))"#,
    r#"(func (export "g") (param i32))"#,
    r#"(func (export "_initialize"))"#,
    r#"(func (export "_start"))"#,
    r#"(func (export "__wasm_call_ctors"))"#,
    r#"(func (export "malloc") (param i32) (result i32) i32.const 64)"#,
    r#"(global (export "x") i32 i32.const 0)"#,
    r#"(global (export "y") (mut i32) i32.const 0)"#,
    r#"(tag (export "e"))"#,
    r#"(func (export "\1b[31m\e2\80\ae"))"#,
];

/// Beyond the bits of [`EXPORTS`].
const HANDS_ON: u16 = 1 << EXPORTS.len();

const OF_PEERS: [&str; 16] = [
    r#""f" (func)"#,
    r#""f" (func)"#,
    r#""f" (func (param f32))"#,
    r#""g" (func (param i32))"#,
    r#""g" (func (param i64))"#,
    r#""x" (global i32)"#,
    r#""y" (global (mut i32))"#,
    r#""x" (global (mut i64))"#,
    r#""e" (tag)"#,
    r#""m" (memory 1)"#,
    r#""m" (memory i64 1)"#,
    r#""t" (table 1 funcref)"#,
    r#""t" (table 1 9 funcref)"#,
    r#""gone" (func)"#,
    r#""\1b[31m\e2\80\ae" (func)"#,
    r#""" (func)"#,
];

const OF_HELPERS: [&str; 8] = [
    r#""getI32" (func (param i32) (result i32))"#,
    r#""setF64" (func (param i64 f64))"#,
    r#""memcpy_from" (func (param i32 i32 i32))"#,
    r#""memcpy_to8_fb" (func (param i32 i32))"#,
    r#""addFnPtr_from" (func (param i32) (result i32))"#,
    r#""addFnPtr_to" (func (param i64) (result i32))"#,
    r#""removeFnPtr" (func (param i32))"#,
    r#""gone" (func)"#,
];

const RESERVED: [&str; 18] = [
    r#""env" "memory" (memory 1 2)"#,
    r#""env" "memory" (memory 0)"#,
    r#""env" "__indirect_function_table" (table 1 1 funcref)"#,
    r#""env" "__memory_base" (global i32)"#,
    r#""env" "__table_base" (global i32)"#,
    r#""env" "__stack_pointer" (global (mut i32))"#,
    r#""env" "main_getI64" (func (param i32) (result i64))"#,
    r#""env" "mts_memcpy" (func (param i32 i32 i32))"#,
    r#""env" "stm_memcpy4_fb" (func (param i32 i32))"#,
    r#""env" "mts_addFnPtr" (func (param i32) (result i64))"#,
    r#""env" "rb_bridge" (func (param i32 i32) (result i32))"#,
    r#""env" "rb_dlsym" (func (param i32 i64) (result i64))"#,
    r#""env" "abort" (func)"#,
    r#""env" "invoke_iif" (func (param i32 i32 f32) (result i32))"#,
    r#""wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32))"#,
    r#""wasi_snapshot_preview1" "fd_seek" (func (param i32 i32 i32 i32 i32) (result i32))"#,
    r#""GOT.mem" "x" (global (mut i32))"#,
    r#""GOT.func" "f" (global (mut i32))"#,
];

const SECTIONS: [&str; 6] = [
    "",
    "",
    "(@dylink.0 (mem-info))",
    "(@dylink.0 (mem-info (memory 100 4) (table 2 0)))",
    r#"(@dylink.0 (mem-info (memory 16 0)) (needed "a" "b"))"#,
    r#"(@dylink.0 (mem-info (table 1 3)) (needed "gone.so"))"#,
];

/// The text of a module that may import from its peers and from the broker.
pub fn plain(bytes: &mut Unstructured<'_>) -> Result<String> {
    let mut text = format!("(module {}", bytes.choose(&SECTIONS)?);
    for _ in 0..bytes.int_in_range(0..=7)? {
        let peer = bytes.choose(&NAMES)?;
        let import = match u8::arbitrary(bytes)? % 4 {
            0 | 1 => format!(r#"(import "{peer}" {})"#, bytes.choose(&OF_PEERS)?),
            2 => format!(r#"(import "rb:{peer}" {})"#, bytes.choose(&OF_HELPERS)?),
            _ => format!("(import {})", bytes.choose(&RESERVED)?),
        };
        text += &import;
    }
    text += bytes.choose(&SPACES)?;
    let wanted = u16::arbitrary(bytes)?;
    for (idx, export) in EXPORTS.iter().enumerate() {
        if wanted & (1 << idx) != 0 {
            text += export;
        }
    }
    // The first function, which may be an import: chains and rings of modules that hand it on.
    let has_own = wanted & 1 != 0;
    if wanted & HANDS_ON != 0 && !has_own && text.contains("(func") {
        text += r#"(export "f" (func 0))"#;
    }
    // Writing to a string cannot fail.
    let _ = write!(text, ")");
    Ok(text)
}

/// What a module of wasm-smith may use: what the broker's defaults allow.
pub fn config(n_imports: usize) -> Config {
    Config {
        max_imports: n_imports,
        min_exports: 1,
        export_everything: true,
        max_memories: 2,
        memory_max_size_required: false,
        max_memory32_bytes: 64 << 16,
        max_memory64_bytes: 64 << 16,
        max_table_elements: 1_000,
        max_tables: 2,
        allow_start_export: true,
        allow_invalid_funcs: false,
        bulk_memory_enabled: true,
        exceptions_enabled: true,
        extended_const_enabled: true,
        gc_enabled: false,
        memory64_enabled: true,
        multi_value_enabled: true,
        reference_types_enabled: true,
        relaxed_simd_enabled: false,
        saturating_float_to_int_enabled: true,
        shared_everything_threads_enabled: false,
        sign_extension_ops_enabled: true,
        simd_enabled: true,
        tail_call_enabled: false,
        threads_enabled: false,
        custom_page_sizes_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    }
}
