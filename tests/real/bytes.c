// Copies of megabytes, which emcc leaves to its host, also where they overlap.
//
// build: emcc -O2
// build: emcc -O2 -s STANDALONE_WASM
// build: emcc -O2 -mbulk-memory
// build: zig cc -target wasm32-wasi -O2
// > copied: equal
// > moved up: b96db463
// > moved down: b96db463
// > filled: 5242880 times 7
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_BYTES = 5 << 20 };

// FNV-1a.
static uint32_t digest(const unsigned char *bytes, size_t n_bytes) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < n_bytes; i++)
        hash = (hash ^ bytes[i]) * 16777619u;
    return hash;
}

int main(void) {
    static unsigned char from[N_BYTES], to[N_BYTES];
    for (uint32_t i = 0, x = 1; i < N_BYTES; i++, x = x * 1664525u + 1013904223u)
        from[i] = x >> 24;
    memcpy(to, from, N_BYTES);
    printf("copied: %s\n", memcmp(from, to, N_BYTES) ? "different" : "equal");
    memmove(to + 4097, to, N_BYTES - 4097);
    printf("moved up: %08x\n", (unsigned)digest(to + 4097, N_BYTES - 4097));
    memmove(to, to + 4097, N_BYTES - 4097);
    printf("moved down: %08x\n", (unsigned)digest(to, N_BYTES - 4097));
    memset(to, 7, N_BYTES);
    int n_sevens = 0;
    for (int i = 0; i < N_BYTES; i++)
        n_sevens += to[i] == 7;
    printf("filled: %d times 7\n", n_sevens);
    return 0;
}
