#!/usr/bin/env bash
# Builds main.wasm, a 32-bit WASI command, and wide.wasm, a 64-bit module without a libc.
# Needs zig 0.17.0. Both tables are exported and may grow: functions are lent both ways.
set -euo pipefail
source "$(dirname "$0")/../toolchain.sh"

zig cc -target wasm32-wasi -O2 -g0 -s main.c -o "$scratch/main.wasm" \
  -Wl,--export-table,--growable-table
keep main
zig cc -target wasm64-freestanding -nostdlib -O2 -g0 -s wide.c -o "$scratch/wide.wasm" \
  -Wl,--no-entry,--export-table,--growable-table
keep wide
