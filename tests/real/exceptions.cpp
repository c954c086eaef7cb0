// C++ exceptions in emscripten's own scheme: who catches what, in which order, and what is
// destroyed on the way.
//
// build: em++ -O2 -fexceptions
// build: em++ -O0 -fexceptions
// > an int: 41
// > a text: text
// > by base: derived
// > second base: 7
// > anything
// > destroyed 2
// > destroyed 1
// > rethrown: inner, then outer
// > through a pointer: out of range
// > on its way: 1, handled: 0
// > kept: later
// > nested: first while second
// > caught 20000 times, 0 alive
// > standard library: vector
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

struct Base {
    virtual ~Base() = default;
    virtual const char *name() const { return "base"; }
};
struct Derived : Base {
    const char *name() const override { return "derived"; }
};
struct Left {
    int left = 6;
};
struct Right {
    int right = 7;
};
struct Both : Left, Right {};

static int n_alive = 0;
struct Counted {
    Counted() { n_alive++; }
    Counted(const Counted &) { n_alive++; }
    ~Counted() { n_alive--; }
};

struct Loud {
    int number;
    ~Loud() {
        std::printf("destroyed %d\n", number);
    }
};

struct Watcher {
    ~Watcher() { std::printf("on its way: %d, ", std::uncaught_exceptions()); }
};

static void unwind() {
    Loud one{1};
    Loud two{2};
    throw 0;
}

static void rethrow() {
    try {
        throw std::string("inner");
    } catch (std::string &text) {
        std::printf("rethrown: %s, ", text.c_str());
        text = "outer";
        throw;
    }
}

static void out_of_range(int) {
    throw std::out_of_range("out of range");
}

static void hierarchy() {
    try {
        throw Derived();
    } catch (const Base &base) {
        std::printf("by base: %s\n", base.name());
    }
    try {
        throw Both();
    } catch (const Right &right) {
        std::printf("second base: %d\n", right.right);
    }
    try {
        throw 1.5;
    } catch (int) {
        std::puts("wrong");
    } catch (...) {
        std::puts("anything");
    }
}

static void kept() {
    std::exception_ptr kept;
    try {
        throw std::runtime_error("later");
    } catch (...) {
        kept = std::current_exception();
    }
    try {
        std::rethrow_exception(kept);
    } catch (const std::exception &error) {
        std::printf("kept: %s\n", error.what());
    }
}

static void nested() {
    try {
        throw std::runtime_error("second");
    } catch (const std::exception &outer) {
        try {
            throw std::runtime_error("first");
        } catch (const std::exception &inner) {
            std::printf("nested: %s while %s\n", inner.what(), outer.what());
        }
    }
}

int main() {
    try {
        throw 41;
    } catch (int n) {
        std::printf("an int: %d\n", n);
    }
    try {
        throw "text";
    } catch (const char *text) {
        std::printf("a text: %s\n", text);
    }
    hierarchy();
    try {
        unwind();
    } catch (int) {
    }
    try {
        rethrow();
    } catch (const std::string &text) {
        std::printf("then %s\n", text.c_str());
    }
    void (*volatile pointer)(int) = out_of_range;
    try {
        pointer(1);
    } catch (const std::logic_error &error) {
        std::printf("through a pointer: %s\n", error.what());
    }
    try {
        Watcher watcher;
        throw 1;
    } catch (int) {
        std::printf("handled: %d\n", std::uncaught_exceptions());
    }
    kept();
    nested();
    int n_caught = 0;
    for (int i = 0; i < 20000; i++) {
        try {
            Counted on_stack;
            throw Counted();
        } catch (const Counted &) {
            n_caught++;
        }
    }
    std::printf("caught %d times, %d alive\n", n_caught, n_alive);
    try {
        std::vector<int>().at(3);
    } catch (const std::exception &error) {
        std::printf("standard library: %s\n", error.what());
    }
}
