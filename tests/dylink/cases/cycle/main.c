#include <stdio.h>

int is_odd(int);
int sum_a(int *);
int sum_b(int *);

int main(void) {
    int odd = is_odd(7), even = is_odd(10);
    printf("is 7 odd: %d, is 10 odd: %d\n", odd, even);
    int other_a, other_b;
    int own_a = sum_a(&other_a), own_b = sum_b(&other_b);
    printf("seen from a: %d %d, seen from b: %d %d\n", own_a, other_a, other_b, own_b);
    printf("same: %d\n", own_a == other_b);
    return 0;
}
