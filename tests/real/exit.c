// `exit` from the depth of a program ends it with its code, after what `atexit` was given and with
// what was printed before.
//
// build: emcc -O2 -s EXIT_RUNTIME=1
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// exit: 41
// > before
// > at exit
#include <stdio.h>
#include <stdlib.h>

static void say_goodbye(void) { printf("at exit\n"); }

static int descend(int n) {
    if (n == 0)
        exit(41);
    return descend(n - 1) + 1;
}

int main(void) {
    atexit(say_goodbye);
    printf("before\n");
    return descend(100);
}
