// `longjmp` of emscripten needs its JavaScript: the imports that are missing are named.
//
// build: emcc -O2
// exit: 1
// ! error[5012]
// ! `env.invoke_vii`
// node: no, it has the JavaScript
#include <setjmp.h>
#include <stdio.h>

static jmp_buf place;

static void jump(int n) { longjmp(place, n); }

int main(int argc, char **argv) {
    if (!setjmp(place))
        jump(argc);
    printf("never\n");
    return argv == 0;
}
