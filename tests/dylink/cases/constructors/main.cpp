#include <cstdio>

extern "C" {
extern int side_seed;
__attribute__((visibility("default"), used)) int main_value;
}

struct First {
    First() {
        std::printf("main constructs with %d\n", side_seed);
        main_value = 10 * side_seed;
    }
};

static First first;

int main() { std::puts("main runs"); }
