#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int aligned_data;
int zeros_are_zero(void);
int large_zeros_are_zero(void);
extern int target[4];
extern int *const pointers[3];
extern const char *const text;

static char mark[1 << 16];

int main(void) {
    memset(mark, 0x55, sizeof mark);
    printf("aligned: %d %d\n", (int)((size_t)&aligned_data % 4096 == 0), aligned_data);
    printf("zeros: %d %d\n", zeros_are_zero(), large_zeros_are_zero());
    printf("pointers in data: %d %d %d %s\n", pointers[0] == target, pointers[1] == target + 3,
           pointers[2] == &aligned_data, text);
    int is_whole = 1;
    for (size_t i = 0; i < sizeof mark; i++)
        is_whole &= mark[i] == 0x55;
    printf("main is whole: %d\n", is_whole);
    return 0;
}
