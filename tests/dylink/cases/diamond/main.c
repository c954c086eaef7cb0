#include <stdio.h>

int left(void);
int right(void);
int base_count(void);

int main(void) {
    int of_left = left(), of_right = right();
    printf("left %d, right %d, base %d\n", of_left, of_right, base_count());
    return 0;
}
