#include <stdio.h>
#include <stdlib.h>

#define VISIBLE __attribute__((visibility("default"), used))

/* A static program can import functions of a library, but not its data. */
int side_function(int);
char *side_text(void);
int *side_data_address(void);
int side_apply(int (*)(int), int);

VISIBLE int main_data = 2;

VISIBLE int main_function(int x) { return x + *side_data_address(); }

static int times_ten(int x) { return 10 * x; }

int main(void) {
    printf("main: %d\n", side_function(1));
    char *text = side_text();
    puts(text);
    free(text);
    printf("main calls back: %d\n", side_apply(times_ten, 5));
    ++*side_data_address();
    main_data++;
    printf("%d %d\n", main_function(0), main_data);
    return 0;
}
