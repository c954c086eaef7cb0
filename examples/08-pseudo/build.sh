#!/usr/bin/env bash
# Builds main.wasm and shapes.wasm the way programs for wasm_pseudo_linking are built, except that
# no JavaScript library is linked in. Needs emscripten 3.1.6.
set -euo pipefail
source "$(dirname "$0")/../toolchain.sh"

flags=(-std=c++17 -O2 -s ERROR_ON_UNDEFINED_SYMBOLS=0)
emscripten main main.cpp "${flags[@]}"
emscripten shapes shapes.cpp "${flags[@]}" \
  -s EXPORTED_FUNCTIONS=_main,_attach,_factory,_area,_visit_all,_clear
