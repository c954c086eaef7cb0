#include <stdio.h>

#define WEAK __attribute__((weak))
#define VISIBLE __attribute__((visibility("default"), used))

WEAK int nobody_function(void);
WEAK int somebody_function(void);
int side_sees_nobody(void);
const char *side_shared(void);
const char *only_side(void);
const char *side_only_side(void);

VISIBLE WEAK const char *shared(void) { return "main"; }

int main(void) {
    printf("absent: %d %d\n", nobody_function == 0, side_sees_nobody());
    printf("present: %d\n", somebody_function ? somebody_function() : -1);
    printf("shared: %s %s\n", shared(), side_shared());
    printf("strong over weak: %s %s\n", only_side(), side_only_side());
    return 0;
}
