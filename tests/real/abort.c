// `abort` is a trap: 134, what was flushed is printed, and the frames are named.
//
// build: emcc -O2
// build: emcc -O2 -g
// build: zig cc -target wasm32-wasi -O2
// exit: 134
// > before
// ! trap[5002]
// node: no, it ends with another code
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    printf("before\n");
    fflush(stdout);
    abort();
}
