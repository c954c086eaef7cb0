// An assertion that fails says which one and where, and ends with 134.
//
// build: emcc -O2
// exit: 134
// > before
// ! n_apples >= 0
// ! assertion.c
// node: no, it ends with another code
#include <assert.h>
#include <stdio.h>

int main(int argc, char **argv) {
    int n_apples = -argc;
    printf("before\n");
    fflush(stdout);
    assert(n_apples >= 0);
    return argv == 0;
}
