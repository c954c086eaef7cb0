// Sleeping takes its time. (A module of emcc that stands alone is left out: there it never ends,
// in node neither.)
//
// build: emcc -O2
// build: zig cc -target wasm32-wasi -O2
// > slept: yes
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static double seconds(void) {
    struct timespec now;
    return clock_gettime(CLOCK_MONOTONIC, &now) ? -1 : now.tv_sec + now.tv_nsec * 1e-9;
}

int main(void) {
    double before = seconds();
    usleep(20000);
    double slept = seconds() - before;
    printf("slept: %s\n", slept > 0.018 && slept < 10 ? "yes" : "no");
    return 0;
}
