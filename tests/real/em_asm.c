// EM_ASM runs JavaScript, of which there is none here: it is named, with what to do.
//
// build: emcc -O2
// exit: 1
// ! error[5028]: 1 import that only JavaScript can provide
// ! `emscripten_asm_const_int` runs JavaScript that stands in the program (EM_ASM)
// ! `.host(…)`
// node: no, it has the JavaScript
#include <emscripten.h>
#include <stdio.h>

int main(void) {
    printf("%d\n", EM_ASM_INT({ return $0 + 1; }, 20));
    return 0;
}
