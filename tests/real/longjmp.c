// `setjmp` and `longjmp` of emscripten: nested, out of a callback, with the value 0, and again and
// again without the stack running out.
//
// build: emcc -O2
// build: emcc -O0
// > jumped with 7
// > inner 2, outer 3
// > out of qsort: 5
// > after 20000 jumps: 20000
// > the long way: 4294967301
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>

static jmp_buf place, inner;

static void jump(int n) {
    volatile char room[256];
    room[0] = (char)n;
    longjmp(place, n + room[0] - (char)n);
}

static int leave(const void *a, const void *b) {
    longjmp(place, a != b ? 5 : 6);
}

static void nested(void) {
    volatile int seen = setjmp(inner);
    if (seen == 0)
        longjmp(inner, 2);
    printf("inner %d, ", seen);
    longjmp(place, 3);
}

static long long __attribute__((noinline)) wide(long long n) {
    if (n == 1)
        longjmp(place, 1);
    return n + 5;
}

int main(int argc, char **argv) {
    volatile int n_jumps = 0;
    long long (*volatile call)(long long) = wide;
    int value = setjmp(place);
    if (value == 0)
        jump(6 + argc);
    printf("jumped with %d\n", value);
    value = setjmp(place);
    if (value == 0)
        nested();
    printf("outer %d\n", value);
    int numbers[] = {3, 1, 2};
    value = setjmp(place);
    if (value == 0)
        qsort(numbers, 3, sizeof *numbers, leave);
    printf("out of qsort: %d\n", value);
    setjmp(place);
    if (n_jumps < 20000) {
        n_jumps++;
        jump(1);
    }
    printf("after 20000 jumps: %d\n", n_jumps);
    if (setjmp(place) == 0)
        printf("the long way: %lld\n", call(0x100000000LL));
    return argv == 0;
}
