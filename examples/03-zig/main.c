// The program: owns a text and has the side `words` count it.
//
// `import_module` names the peer, so this needs neither a lookup by name nor a function pointer:
// the call below is a plain import that the broker binds to the export of the same name.
#include <stdio.h>
#include <string.h>

#include "words.h"

// Both addresses are main's. Returns 0 when the side has no room for the text.
__attribute__((import_module("words"), import_name("count_words")))
int count_words(const char *text, uint32_t n_bytes, struct word_counts *counts);

static const char *const LINES[] = {
    "Each module keeps its own memory",
    "and asks before it looks into another",
    "   ",
};

int main(void) {
    for (size_t i = 0; i < sizeof LINES / sizeof LINES[0]; ++i) {
        struct word_counts counts;
        if (!count_words(LINES[i], (uint32_t)strlen(LINES[i]), &counts)) {
            puts("the side is out of memory");
            return 1;
        }
        printf("%u words, %2u letters, longest %u: \"%s\"\n", counts.n_words, counts.n_letters,
               counts.n_longest, LINES[i]);
    }
    return 0;
}
