// What a program has printed into its own buffer is written out when `main` has returned.
//
// build: emcc -O2 -s EXIT_RUNTIME=1
// build: emcc -O2 -s EXPORTED_FUNCTIONS=_main,_fflush
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// node: no, without EXIT_RUNTIME it forgets the buffer
// > kept back until the end
#include <stdio.h>

int main(void) {
    static char buffer[1024];
    setvbuf(stdout, buffer, _IOFBF, sizeof buffer);
    printf("kept back until the end\n");
    return 0;
}
