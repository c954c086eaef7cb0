// Random bytes come from the system: two draws differ, a request that POSIX forbids fails. `rand`
// is the library's own and begins anew with its seed.
//
// build: emcc -O2
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// node: no, its JavaScript gives more at once than POSIX allows
// > two draws differ: yes
// > too many at once: refused
// > seeded alike, equal: yes
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(void) {
    unsigned char first[256], second[256];
    static unsigned char large[257];
    if (getentropy(first, sizeof first) || getentropy(second, sizeof second))
        return 1;
    printf("two draws differ: %s\n", memcmp(first, second, sizeof first) ? "yes" : "no");
    printf("too many at once: %s\n", getentropy(large, sizeof large) ? "refused" : "given");
    srand(7);
    int a = rand(), b = rand();
    srand(7);
    printf("seeded alike, equal: %s\n", a == rand() && b == rand() && a != b ? "yes" : "no");
    return 0;
}
