#!/bin/sh
# A compiler for fuzzing (RUSTC_WRAPPER): counts the edges that an input takes, in what is fuzzed
# and not in the engine, whose code is the same for every input. The flags are those of
# `cargo fuzz -s none`, and work on stable Rust.
case " $* " in
*' --crate-name wasm_broker '* | *' --crate-name wasm_broker_fuzz '*)
  exec "$@" -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=1
  ;;
*) exec "$@" ;;
esac
