// The side `words`: counts the words of a text that lies in main's memory.
//
// It copies the text into a block of its own malloc first: one call for the whole text instead of
// one for each character.
#include <ctype.h>
#include <stdlib.h>

#include "words.h"

// An address in main's memory. An integer, so that nobody dereferences it here by mistake.
typedef uintptr_t main_address;

// What the broker gives a side: copies from main to this module and back.
__attribute__((import_module("env"), import_name("mts_memcpy")))
void mts_memcpy(void *dest, main_address src, uint32_t n_bytes);
__attribute__((import_module("env"), import_name("stm_memcpy")))
void stm_memcpy(main_address dest, const void *src, uint32_t n_bytes);

static struct word_counts count(const char *text, uint32_t n_bytes) {
    struct word_counts counts = {0, 0, 0};
    uint32_t n_in_word = 0;
    for (uint32_t i = 0; i < n_bytes; ++i) {
        if (!isalpha((unsigned char)text[i])) {
            n_in_word = 0;
            continue;
        }
        counts.n_words += n_in_word == 0;
        ++counts.n_letters;
        ++n_in_word;
        if (n_in_word > counts.n_longest) counts.n_longest = n_in_word;
    }
    return counts;
}

__attribute__((export_name("count_words")))
int count_words(main_address text, uint32_t n_bytes, main_address counts_out) {
    char *own = malloc(n_bytes > 0 ? n_bytes : 1);
    if (own == NULL) return 0;
    mts_memcpy(own, text, n_bytes);
    const struct word_counts counts = count(own, n_bytes);
    free(own);
    stm_memcpy(counts_out, &counts, sizeof counts);
    return 1;
}
