// Clocks say what is so: the year is past 2024 and time does not run backwards.
//
// build: emcc -O2
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// node: no, the JavaScript of STANDALONE_WASM is wrong about the year
// > time agrees with gettimeofday: yes
// > past 2024: yes
// > monotonic: yes
#include <stdio.h>
#include <sys/time.h>
#include <time.h>

static double seconds(clockid_t clock) {
    struct timespec now;
    return clock_gettime(clock, &now) ? -1 : now.tv_sec + now.tv_nsec * 1e-9;
}

static void say(const char *what, int is_so) { printf("%s: %s\n", what, is_so ? "yes" : "no"); }

int main(void) {
    time_t written = 0;
    time_t now = time(&written);
    struct timeval of_day;
    gettimeofday(&of_day, 0);
    long long difference = (long long)of_day.tv_sec - now;
    say("time agrees with gettimeofday", now == written && difference >= 0 && difference <= 2);
    say("past 2024", now > 1735689600 && seconds(CLOCK_REALTIME) > 1735689600);
    double before = seconds(CLOCK_MONOTONIC), last = before;
    int is_monotonic = before >= 0;
    for (int i = 0; i < 1000; i++) {
        double next = seconds(CLOCK_MONOTONIC);
        is_monotonic &= next >= last;
        last = next;
    }
    say("monotonic", is_monotonic);
    return 0;
}
