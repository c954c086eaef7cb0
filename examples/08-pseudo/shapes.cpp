// The side: a small library of shapes in C++, with a heap, a table and static constructors of its
// own. The way to main's memory comes as function pointers, found by name through `rbBridge`.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace {

// An address in main's memory, and an index into main's table: numbers to this module.
using MainAddress = uintptr_t;
using MainFunction = uintptr_t;

class Shape {
public:
    virtual ~Shape() = default;
    virtual int area() const = 0;
    virtual const char *kind() const = 0;
};

class Rectangle : public Shape {
public:
    Rectangle(int width, int height) : width_(width), height_(height) {}
    int area() const override { return width_ * height_; }
    const char *kind() const override { return "rectangle"; }

private:
    int width_, height_;
};

class Square : public Rectangle {
public:
    Square(int width, int) : Rectangle(width, width) {}
    const char *kind() const override { return "square"; }
};

class Triangle : public Rectangle {
public:
    using Rectangle::Rectangle;
    int area() const override { return Rectangle::area() / 2; }
    const char *kind() const override { return "triangle"; }
};

std::vector<std::unique_ptr<Shape>> all_shapes;

using Factory = Shape *(*)(int width, int height);

template <typename Kind>
Shape *make(int width, int height) {
    all_shapes.push_back(std::make_unique<Kind>(width, height));
    return all_shapes.back().get();
}

// The kinds are known by the time main asks, because static constructors have entered them.
struct Entry {
    std::string kind;
    Factory factory;
};

std::vector<Entry> &entries() {
    static std::vector<Entry> all;
    return all;
}

struct Registration {
    Registration(const char *kind, Factory factory) { entries().push_back({kind, factory}); }
};

const Registration rectangle("rectangle", make<Rectangle>);
const Registration square("square", make<Square>);
const Registration triangle("triangle", make<Triangle>);

using RbBridge = void *(*)(void *library, const char *name);

// mts = main to side, stm = side to main.
struct Bridge {
    void (*mts_memcpy)(void *dest, MainAddress src, int n_bytes);
    void (*stm_memcpy)(MainAddress dest, const void *src, int n_bytes);
    MainFunction (*stm_addFnPtr)(Factory function);
} bridge;

template <typename Fn>
bool find(RbBridge rb_bridge, void *library, const char *name, Fn &fn) {
    fn = reinterpret_cast<Fn>(rb_bridge(library, name));
    return fn != nullptr;
}

} // namespace

extern "C" {

// Called by main first, with this module's own `rbBridge` and library.
int attach(RbBridge rb_bridge, void *own_library) {
    // Main and this module have a stdout each, so the line must be out before main prints again.
    std::printf("%d kinds of shape\n", static_cast<int>(entries().size()));
    std::fflush(stdout);
    return find(rb_bridge, own_library, "mts_memcpy", bridge.mts_memcpy) &&
           find(rb_bridge, own_library, "stm_memcpy", bridge.stm_memcpy) &&
           find(rb_bridge, own_library, "stm_addFnPtr", bridge.stm_addFnPtr);
}

// The function that makes shapes of a kind, as a pointer for main; 0 when the kind is unknown.
MainFunction factory(MainAddress kind, int n_bytes) {
    std::string own(n_bytes, '\0');
    bridge.mts_memcpy(&own[0], kind, n_bytes);
    for (const Entry &entry : entries()) {
        if (entry.kind == own) return bridge.stm_addFnPtr(entry.factory);
    }
    return 0;
}

int area(const Shape *shape) { return shape->area(); }

// Calls `on_shape`, a function of main, for each shape. The name of its kind is first copied to
// `kind_in_main`, cut off where it does not fit.
void visit_all(void (*on_shape)(MainAddress kind, int area, MainAddress visitor),
               MainAddress visitor, MainAddress kind_in_main, int n_kind_bytes) {
    for (const auto &shape : all_shapes) {
        std::string kind(shape->kind());
        kind.resize(std::min<size_t>(kind.size(), n_kind_bytes - 1));
        bridge.stm_memcpy(kind_in_main, kind.c_str(), static_cast<int>(kind.size()) + 1);
        on_shape(kind_in_main, shape->area(), visitor);
    }
}

void clear() { all_shapes.clear(); }

} // extern "C"

// A whole program has an entry. The broker does not run the one of a side unless asked to.
int main() { return 0; }
