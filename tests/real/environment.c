// The environment is what `--env` says and nothing of the machine's.
//
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// run: --env 'GREETING=good day' --env EMPTY=
// node: no, it shows the machine's own environment
// > [good day]
// > []
// > no PATH
#include <stdio.h>
#include <stdlib.h>

int main(void) {
    printf("[%s]\n", getenv("GREETING"));
    printf("[%s]\n", getenv("EMPTY"));
    printf("%s PATH\n", getenv("PATH") ? "a" : "no");
    return 0;
}
