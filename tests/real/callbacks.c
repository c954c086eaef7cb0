// The library calls back into the program through the table, and recursion goes deep.
//
// build: emcc -O0
// build: emcc -O2
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// > sorted: yes
// > found: 4242
// > depth: 3000
#include <stdio.h>
#include <stdlib.h>

enum { N_NUMBERS = 5000 };

static int ascending(const void *a, const void *b) { return *(const int *)a - *(const int *)b; }

static int depth(int n) {
    volatile int own = n;
    return n == 0 ? 0 : 1 + depth(own - 1);
}

int main(void) {
    static int numbers[N_NUMBERS];
    for (int i = 0; i < N_NUMBERS; i++)
        numbers[i] = (int)(i * 2741LL % N_NUMBERS);
    qsort(numbers, N_NUMBERS, sizeof *numbers, ascending);
    int is_sorted = 1;
    for (int i = 0; i < N_NUMBERS; i++)
        is_sorted &= numbers[i] == i;
    printf("sorted: %s\n", is_sorted ? "yes" : "no");
    int wanted = 4242;
    int *found = bsearch(&wanted, numbers, N_NUMBERS, sizeof *numbers, ascending);
    printf("found: %d\n", found ? *found : -1);
    printf("depth: %d\n", depth(3000));
    return 0;
}
