#!/usr/bin/env bash
# Builds main.wasm from C and stats.wasm from AssemblyScript.
# Needs zig 0.17.0, and npm for assemblyscript 0.28.20.
set -euo pipefail
source "$(dirname "$0")/../toolchain.sh"

zig cc -target wasm32-wasi -O2 -g0 -s main.c -o "$scratch/main.wasm"
keep main
# `--use abort=` drops the one import that AssemblyScript wants from its host: a failure then traps.
assemblyscript stats.ts --outFile "$scratch/stats.wasm" --optimizeLevel 2 --shrinkLevel 2 \
  --runtime stub --use abort=
keep stats
