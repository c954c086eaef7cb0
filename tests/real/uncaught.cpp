// An exception that nobody catches ends the program, and says what it is.
//
// build: em++ -O2 -fexceptions
// exit: 134
// > cleaned up
// ! trap[5002]: `main` threw a C++ exception that nobody caught: Trouble: the reason
// node: no, it ends with another code
#include <cstdio>
#include <stdexcept>

struct Trouble : std::runtime_error {
    using runtime_error::runtime_error;
};

struct Loud {
    ~Loud() {
        std::puts("cleaned up");
        std::fflush(stdout);
    }
};

int main(int argc, char **) {
    Loud loud;
    if (argc)
        throw Trouble("the reason");
}
