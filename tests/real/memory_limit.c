// Where the link may have no more memory, `malloc` answers null and the program goes on.
//
// build: emcc -O2 -s ALLOW_MEMORY_GROWTH=1
// build: zig cc -target wasm32-wasi -O2
// run: --max-memory 48MiB
// node: no, it has no such limit
// > 8 MiB: given
// > 64 MiB: refused
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    for (int n = 8; n <= 64; n *= 8) {
        void *volatile block = malloc((size_t)n << 20);
        printf("%d MiB: %s\n", n, block ? "given" : "refused");
        free(block);
    }
    return 0;
}
