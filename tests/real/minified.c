// From -O3 on emcc shortens the names of imports unless the module is to stand alone: only its
// JavaScript knows what they mean. The error says what to do.
//
// build: emcc -O3
// exit: 1
// ! error[5027]
// ! help: emscripten: build at -O2, or with -sSTANDALONE_WASM
// node: no, it has the JavaScript that knows the names
#include <stdio.h>

int main(void) {
    printf("never\n");
    return 0;
}
