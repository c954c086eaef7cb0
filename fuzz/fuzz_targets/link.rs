//! See `fuzz/src/link.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wasm_broker_fuzz::link::run(data));
