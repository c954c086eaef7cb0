// A folder that was granted without `:rw` is not written to.
//
// build: zig cc -target wasm32-wasi -O2
// run: --dir /data=$TMP
// > create: refused
// > folder: refused
#include <stdio.h>
#include <sys/stat.h>

int main(void) {
    printf("create: %s\n", fopen("/data/new", "w") ? "done" : "refused");
    printf("folder: %s\n", mkdir("/data/new", 0777) ? "refused" : "done");
    return 0;
}
