// What main and the side `words` agree on. Both see it, each in its own memory.
#ifndef WORDS_H
#define WORDS_H

#include <stdint.h>

// Copied between two memories, so it holds numbers and never a pointer.
struct word_counts {
    uint32_t n_words;
    uint32_t n_letters;
    uint32_t n_longest; // letters of the longest word
};

#endif
