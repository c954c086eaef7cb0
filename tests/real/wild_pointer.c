// An address outside the memory is a trap with its own code, never a read of something else.
//
// build: emcc -O0
// build: emcc -O2
// build: zig cc -target wasm32-wasi -O2
// exit: 134
// > before
// ! trap[5006]
// node: no, it ends with another code
#include <stdint.h>
#include <stdio.h>

int main(int argc, char **argv) {
    volatile int *wild = (int *)(uintptr_t)(0x7ffffff0u + 4 * argc);
    printf("before\n");
    fflush(stdout);
    return *wild == (argv != 0);
}
