#!/usr/bin/env bash
# Builds main.wasm, a WASI command with an entry, and words.wasm, a WASI reactor without one.
# Needs zig 0.17.0. The side exports a table that may grow, so the broker can lend it functions.
set -euo pipefail
source "$(dirname "$0")/../toolchain.sh"

zig cc -target wasm32-wasi -O2 -g0 -s main.c -o "$scratch/main.wasm"
keep main
zig cc -target wasm32-wasi -mexec-model=reactor -O2 -g0 -s words.c -o "$scratch/words.wasm" \
  -Wl,--export-table,--growable-table,--export=malloc,--export=free
keep words
