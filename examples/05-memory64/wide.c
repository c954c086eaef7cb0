// The side `wide`, 64-bit, with no libc: its memory and its table are indexed by 8 bytes.
//
// What belongs to main is declared in main's width, so that a type says whose it is.
#include <stddef.h>
#include <stdint.h>

#define FROM_BROKER(name) __attribute__((import_module("env"), import_name(name)))
#define EXPORT(name) __attribute__((export_name(name)))

typedef uint32_t main_address;  // an address in main's memory
typedef uint32_t main_function; // an index into main's table
typedef int32_t (*number_fn)(int32_t number);

// mts = main to side, stm = side to main. A size has the smaller of the two widths.
FROM_BROKER("mts_memcpy") void mts_memcpy(void *dest, main_address src, uint32_t n_bytes);
FROM_BROKER("stm_memcpy") void stm_memcpy(main_address dest, const void *src, uint32_t n_bytes);
FROM_BROKER("mts_addFnPtr") number_fn mts_addFnPtr(main_function function);
FROM_BROKER("stm_addFnPtr") main_function stm_addFnPtr(number_fn function);

// Arrays of any length pass through here, a block at a time.
#define BLOCK 4
static int32_t block[BLOCK];

EXPORT("pointer_bytes") uint32_t pointer_bytes(void) { return sizeof(void *); }

EXPORT("change_all")
void change_all(main_address numbers, uint32_t n, main_function change_of_main) {
    const number_fn change = mts_addFnPtr(change_of_main);
    while (n > 0) {
        const uint32_t n_now = n < BLOCK ? n : BLOCK;
        const uint32_t n_bytes = n_now * sizeof block[0];
        mts_memcpy(block, numbers, n_bytes);
        for (uint32_t i = 0; i < n_now; ++i) block[i] = change(block[i]);
        stm_memcpy(numbers, block, n_bytes);
        numbers += n_bytes;
        n -= n_now;
    }
}

static int32_t square_of(int32_t number) { return number * number; }

EXPORT("square") main_function square(void) { return stm_addFnPtr(square_of); }

EXPORT("is_square") int is_square(main_function function) {
    return mts_addFnPtr(function) == square_of;
}
