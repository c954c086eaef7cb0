// What static objects do at their end is done when `main` has returned, in reverse order.
//
// build: em++ -O2 -s EXIT_RUNTIME=1
// build: em++ -O2 -s STANDALONE_WASM
// build: zig c++ -target wasm32-wasi -fno-exceptions -O2
// exit: 3
// > construct 1
// > construct 2
// > main
// > destroy 2
// > destroy 1
#include <cstdio>

struct Witness {
    int number;
    explicit Witness(int number) : number(number) { std::printf("construct %d\n", number); }
    ~Witness() { std::printf("destroy %d\n", number); }
};

static Witness first(1), second(2);

int main() {
    std::printf("main\n");
    return 3;
}
