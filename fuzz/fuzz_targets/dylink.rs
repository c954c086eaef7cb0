//! See `fuzz/src/dylink.rs`.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| wasm_broker_fuzz::dylink::run(data));
