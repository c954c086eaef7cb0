#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VISIBLE __attribute__((visibility("default"), used))

extern int side_data;
int side_function(int);
char *side_text(void);
void side_rename(char *);

VISIBLE int main_data = 2;

VISIBLE int main_function(int x) { return x + side_data; }

int main(void) {
    printf("main: %d\n", side_function(1));
    /* The library allocates, main frees; and the other way round. */
    char *text = side_text();
    puts(text);
    free(text);
    text = malloc(8);
    side_rename(text);
    puts(text);
    free(text);
    side_data++;
    main_data++;
    printf("%d %d\n", main_function(0), main_data);
    return 0;
}
