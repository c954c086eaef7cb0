extern int data_b;
int is_even(int);
int is_odd(int n) { return n == 0 ? 0 : is_even(n - 1); }

int data_a = 11;
static int *const to_b = &data_b;

int sum_a(int *other) {
    *other = *to_b;
    return data_a;
}
