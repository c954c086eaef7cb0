//! See `fuzz/src/copies.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wasm_broker_fuzz::copies::run(data));
