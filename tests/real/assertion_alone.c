// A module of emcc that stands alone brings its own `assert`, which prints and exits with 1.
//
// build: emcc -O2 -s STANDALONE_WASM
// exit: 1
// > before
// ! Assertion failed: n_apples >= 0 (assertion_alone.c: main: 14)
#include <assert.h>
#include <stdio.h>

int main(int argc, char **argv) {
    int n_apples = -argc;
    printf("before\n");
    fflush(stdout);
    assert(n_apples >= 0);
    return argv == 0;
}
