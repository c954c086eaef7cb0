typedef long long int64_t;
typedef unsigned long long uint64_t;
typedef int64_t (*wide)(int64_t);

int64_t main_add_one(int64_t);

int64_t side_negate(int64_t x) { return -x; }
int64_t side_call(wide f, int64_t x) { return f(x); }

static int64_t add_two(int64_t x) { return main_add_one(main_add_one(x)); }
wide side_add_two = add_two;

double side_mixed(uint64_t x, float y, uint64_t *result) {
    *result = x + 1;
    return y * 2;
}
