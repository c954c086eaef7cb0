// A heap that grows far beyond the memory at the start keeps what is in it.
//
// build: emcc -O2 -s ALLOW_MEMORY_GROWTH=1
// build: emcc -O2 -s ALLOW_MEMORY_GROWTH=1 -s STANDALONE_WASM
// build: emcc -O2 -s ALLOW_MEMORY_GROWTH=1 -s IMPORTED_MEMORY=1
// build: emcc -O2 -s ALLOW_MEMORY_GROWTH=1 -s MALLOC=emmalloc
// build: zig cc -target wasm32-wasi -O2
// > 96 blocks of 1 MiB, all as they were written
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_BLOCKS = 96, N_BYTES = 1 << 20 };

int main(void) {
    static unsigned char *blocks[N_BLOCKS];
    for (int i = 0; i < N_BLOCKS; i++) {
        blocks[i] = malloc(N_BYTES);
        if (!blocks[i])
            return 1;
        memset(blocks[i], i, N_BYTES);
    }
    for (int i = 0; i < N_BLOCKS; i++) {
        if (blocks[i][0] != i || blocks[i][N_BYTES - 1] != i)
            return 2;
        free(blocks[i]);
    }
    printf("%d blocks of 1 MiB, all as they were written\n", N_BLOCKS);
    return 0;
}
