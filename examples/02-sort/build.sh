#!/usr/bin/env bash
# Builds main.wasm and side.wasm as two programs that know nothing of each other.
# Needs emscripten 3.1.6. At -O3 it would shorten the names of the imports, so -O2 it is.
set -euo pipefail
source "$(dirname "$0")/../toolchain.sh"

for name in main side; do
  emscripten "$name" "$name.cpp" -std=c++17 -O2 -s ERROR_ON_UNDEFINED_SYMBOLS=0
done
