// From -O3 on emcc shortens the names of imports unless the module is to stand alone: what they mean
// is known to its JavaScript only. The error says what to do.
//
// build: emcc -O3
// exit: 1
// ! error[5012]
// ! help: the import names look minified by a release build
// node: no, it has the JavaScript that knows the names
#include <stdio.h>

int main(void) {
    printf("never\n");
    return 0;
}
