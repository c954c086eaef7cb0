// Calling a function as something else is undefined in C and a trap with its own code here.
//
// build: emcc -O0
// build: zig cc -target wasm32-wasi -O0
// exit: 134
// > 9
// ! trap[5018]
// node: no, it ends with another code
#include <stdio.h>

static int square(int n) { return n * n; }

int main(int argc, char **argv) {
    int (*volatile right)(int) = square;
    printf("%d\n", right(3));
    fflush(stdout);
    double (*volatile wrong)(double, double) = (double (*)(double, double))square;
    return wrong(argc, 2.0) > (argv != 0);
}
