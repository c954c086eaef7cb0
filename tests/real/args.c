// Arguments reach `main`, its result becomes the exit code: in every shape that emcc has.
//
// build: emcc -O0
// build: emcc -O1 -g
// build: emcc -O2
// build: emcc -O2 -s ALLOW_MEMORY_GROWTH=1
// build: emcc -O2 -s ALLOW_TABLE_GROWTH=1
// build: emcc -O2 -s EXIT_RUNTIME=1
// build: emcc -O2 -s IMPORTED_MEMORY=1
// build: emcc -O2 -flto
// build: emcc -O2 -s WASM_BIGINT
// build: emcc -O2 -s STANDALONE_WASM
// build: emcc -O3 -s STANDALONE_WASM -s WASM_BIGINT
// build: zig cc -target wasm32-wasi -O2
// build: zig cc -target wasm32-wasi -O0
// run: -- one 'two words' '' last
// exit: 7
// > 5
// > [one]
// > [two words]
// > []
// > [last]
#include <stdio.h>

int main(int argc, char **argv) {
    printf("%d\n", argc);
    for (int i = 1; i < argc; i++)
        printf("[%s]\n", argv[i]);
    return argv[argc] == 0 ? 7 : 1;
}
