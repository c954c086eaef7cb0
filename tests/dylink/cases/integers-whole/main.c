#include <stdint.h>
#include <stdio.h>

#define VISIBLE __attribute__((visibility("default"), used))

typedef int64_t (*wide)(int64_t);

int64_t side_negate(int64_t);
int64_t side_call(wide, int64_t);
extern wide side_add_two;
double side_mixed(uint64_t, float, uint64_t *);

VISIBLE int64_t main_add_one(int64_t x) { return x + 1; }

int main(void) {
    printf("%lld by function\n", (long long)side_negate(0x0123456789abcdf0));
    printf("%lld by pointer\n", (long long)side_call(main_add_one, 0x123456789abcdef0));
    printf("%lld by its pointer\n", (long long)side_add_two(0x123456789abcdef0));
    uint64_t result;
    double half = side_mixed(1ULL << 52, 0.25f, &result);
    printf("%llu and %.2f\n", (unsigned long long)result, half);
    return 0;
}
