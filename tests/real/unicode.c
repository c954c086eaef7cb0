// Arguments and output are UTF-8, also where a character needs four bytes.
//
// build: emcc -O2
// build: zig cc -target wasm32-wasi -O2
// run: -- grüße 日本語 🦀
// > 7 grüße
// > 9 日本語
// > 4 🦀
#include <stdio.h>
#include <string.h>

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        printf("%zu %s\n", strlen(argv[i]), argv[i]);
    return 0;
}
