// Standard input is read to its end, line by line and number by number.
//
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// < 3 numbers
// < 10 20
// < 12
// < and a line that is longer than the small buffer of the program
// > sum of 3: 42
// > rest: 62
#include <stdio.h>
#include <string.h>

int main(void) {
    int n, sum = 0, number;
    if (scanf("%d numbers", &n) != 1)
        return 1;
    for (int i = 0; i < n && scanf("%d", &number) == 1; i++)
        sum += number;
    printf("sum of %d: %d\n", n, sum);
    char part[16];
    size_t n_rest = 0;
    while (fgets(part, sizeof part, stdin))
        n_rest += strcspn(part, "\n");
    printf("rest: %zu\n", n_rest);
    return feof(stdin) ? 0 : 2;
}
