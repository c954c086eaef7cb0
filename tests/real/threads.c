// Threads and the shared memory they need are refused by name.
//
// build: emcc -O2 -pthread
// exit: 1
// ! error[5028]: the module uses threads
// ! help: build without -pthread
// node: no, it has threads
#include <stdio.h>

int main(void) {
    printf("never\n");
    return 0;
}
