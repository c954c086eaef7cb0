extern int data_a;
int is_odd(int);
int is_even(int n) { return n == 0 ? 1 : is_odd(n - 1); }

int data_b = 22;
static int *const to_a = &data_a;

int sum_b(int *other) {
    *other = *to_a;
    return data_b;
}
