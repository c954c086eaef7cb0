static int before_zero;
__attribute__((aligned(4096))) int aligned_data = 12345;
static int after_zero;
static char large[1 << 20];

int target[4] = {1, 2, 3, 4};
int *const pointers[3] = {target, target + 3, &aligned_data};
const char *const text = "text";

int zeros_are_zero(void) {
    int is_zero = before_zero == 0 && after_zero == 0;
    before_zero = after_zero = 1;
    return is_zero;
}

int large_zeros_are_zero(void) {
    for (unsigned i = 0; i < sizeof large; i++) {
        if (large[i])
            return 0;
        large[i] = 1;
    }
    return 1;
}
