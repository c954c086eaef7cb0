// C++ exceptions by the first draft of WebAssembly's are refused by name, with what to do.
//
// build: em++ -O2 -fwasm-exceptions
// exit: 1
// ! error[5028]: the module uses legacy exception instructions
// ! help:
// node: no, it has the draft
#include <cstdio>
#include <stdexcept>

int main(int argc, char **) {
    try {
        if (argc)
            throw std::runtime_error("heard");
    } catch (const std::exception &error) {
        std::puts(error.what());
    }
}
