// The program, 32-bit: works on an array together with `wide`, a side with a 64-bit memory.
//
// Nothing is converted here. An address or a function pointer of main has 4 bytes wherever it
// goes, and the side declares it so.
#include <stdint.h>
#include <stdio.h>

#define FROM_WIDE(name) __attribute__((import_module("wide"), import_name(name)))

typedef int32_t (*number_fn)(int32_t number);

FROM_WIDE("pointer_bytes") uint32_t wide_pointer_bytes(void);
// Replaces each number by what `change`, a function of main, makes of it.
FROM_WIDE("change_all") void wide_change_all(int32_t *numbers, uint32_t n, number_fn change);
// Returns a function of the side as a pointer that main can call.
FROM_WIDE("square") number_fn wide_square(void);
// Whether the side, given that pointer back, finds its own function in it.
FROM_WIDE("is_square") int wide_is_square(number_fn pointer_of_main);

static int n_calls = 0;

// Called by the side through a pointer of 8 bytes.
static int32_t next_odd(int32_t number) {
    ++n_calls;
    return 2 * number + 1;
}

static void print(const char *title, const int32_t *numbers, uint32_t n) {
    printf("%-24s", title);
    for (uint32_t i = 0; i < n; ++i) printf(" %4d", numbers[i]);
    putchar('\n');
}

int main(void) {
    int32_t numbers[] = {1, 2, 3, 4, 5};
    const uint32_t n = sizeof numbers / sizeof numbers[0];
    printf("pointer bytes: main %u, wide %u\n", (uint32_t)sizeof(void *), wide_pointer_bytes());
    print("numbers of main", numbers, n);

    wide_change_all(numbers, n, next_odd);
    print("changed by wide", numbers, n);

    const number_fn square = wide_square();
    for (uint32_t i = 0; i < n; ++i) numbers[i] = square(numbers[i]);
    print("squared with wide's help", numbers, n);

    const int same = wide_is_square(square) && square == wide_square();
    printf("wide called main %d times; pointers after a round trip: %s\n", n_calls,
           same ? "the same" : "DIFFERENT");
    return same && n_calls == (int)n ? 0 : 1;
}
