//! See `fuzz/src/plan.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wasm_broker_fuzz::plan::run(data));
