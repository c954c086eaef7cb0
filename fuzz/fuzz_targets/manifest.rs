//! See `fuzz/src/manifest.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wasm_broker_fuzz::manifest::run(data));
