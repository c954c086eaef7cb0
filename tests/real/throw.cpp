// A C++ exception that is thrown where catching was not compiled in ends the program and says so.
//
// build: em++ -O2
// exit: 134
// > before
// ! threw a C++ exception
// node: no, it ends with another code
#include <cstdio>
#include <stdexcept>

int main(int argc, char **) {
    std::printf("before\n");
    std::fflush(stdout);
    if (argc)
        throw std::runtime_error("nobody listens");
}
