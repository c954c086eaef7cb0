#include <stdio.h>
#include <stdlib.h>

typedef int (*comparison)(const void *, const void *);

extern int zig_count;
int zig_sum(const int *items, int n);
int zig_fold(int (*f)(int, int), const int *items, int n);
comparison zig_comparison(void);

static int larger(int a, int b) { return a > b ? a : b; }

int main(void) {
    int items[3] = {30, 10, 20};
    int sum = zig_sum(items, 3);
    printf("sum %d, largest %d\n", sum, zig_fold(larger, items, 3));
    qsort(items, 3, sizeof *items, zig_comparison());
    printf("sorted by zig: %d %d %d\n", items[0], items[1], items[2]);
    printf("zig counts %d\n", zig_count);
    return 0;
}
