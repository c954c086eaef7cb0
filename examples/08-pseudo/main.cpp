// The main program: asks a side for shapes, has it walk through them, and never sees an object of
// the side: what it holds are addresses in the side's memory, and functions it can call.
#include <emscripten.h>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <vector>

extern "C" {
void *rb_dlopen(const char *name);
void *rb_dlsym(void *library, const char *name);
void *rb_bridge(void *library, const char *name);
bool rb_log_enabled();
}

namespace {

// An address in the side's memory, of use to the side alone.
using SideAddress = uintptr_t;
using Factory = SideAddress (*)(int width, int height);

template <typename Fn>
void find(Fn &fn, void *library, const char *name) {
    fn = reinterpret_cast<Fn>(rb_dlsym(library, name));
    if (fn == nullptr) std::printf("`shapes` has no export `%s`\n", name);
}

// What the side tells main, once for each shape. Which of these runs is decided in main, by a
// virtual call, although the call as such comes from the side.
class Visitor {
public:
    virtual ~Visitor() = default;
    virtual void visit(const char *kind, int area) = 0;
};

// Static objects announce themselves here before main() runs.
std::vector<Visitor *> &visitors() {
    static std::vector<Visitor *> all;
    return all;
}

class Printer : public Visitor {
public:
    Printer() { visitors().push_back(this); }
    void visit(const char *kind, int area) override { std::printf("%-9s %4d\n", kind, area); }
};

class Total : public Visitor {
public:
    Total() { visitors().push_back(this); }
    void visit(const char *, int area) override { sum_ += area; }
    int sum() const { return sum_; }

private:
    int sum_ = 0;
};

Printer printer;
Total total;

// Called by the side. `kind` and `visitor` are addresses in main's memory: the side has copied the
// name there, and got the visitor from main in the first place.
void on_shape(const char *kind, int area, void *visitor) {
    static_cast<Visitor *>(visitor)->visit(kind, area);
}

// The functions of the side, each a pointer that main can call.
struct Shapes {
    void *library = nullptr;
    void *(*main_to_side)(const void *function) = nullptr;
    int (*attach)(void *rb_bridge, void *own_library) = nullptr;
    Factory (*factory)(const char *kind, int n_bytes) = nullptr;
    int (*area)(SideAddress shape) = nullptr;
    void (*visit_all)(void *on_shape, void *visitor, char *kind, int n_kind_bytes) = nullptr;
    void (*clear)() = nullptr;

    bool open() {
        library = rb_dlopen("shapes");
        if (library == nullptr) return false;
        main_to_side = reinterpret_cast<decltype(main_to_side)>(
            rb_bridge(library, "mts_addFnPtr"));
        find(attach, library, "attach");
        find(factory, library, "factory");
        find(area, library, "area");
        find(visit_all, library, "visit_all");
        find(clear, library, "clear");
        return main_to_side && attach && factory && area && visit_all && clear &&
               attach(main_to_side(rb_bridge(library, "rbBridge")), library);
    }

    // The factory is a function of the side, made callable from main by the side itself.
    SideAddress make(const char *kind, int width, int height) {
        const Factory found = factory(kind, static_cast<int>(std::strlen(kind)));
        if (found == nullptr) {
            std::printf("%-9s %4s\n", kind, "?");
            return 0;
        }
        return found(width, height);
    }

    void visit(Visitor *visitor) {
        char kind[16];
        visit_all(main_to_side(reinterpret_cast<void *>(on_shape)), visitor, kind, sizeof kind);
    }
};

} // namespace

EMSCRIPTEN_KEEPALIVE int main() {
    Shapes shapes;
    if (!shapes.open()) {
        std::puts("main and shapes could not be joined");
        return 1;
    }
    if (rb_log_enabled()) std::fprintf(stderr, "shapes is %p\n", shapes.library);

    std::printf("%-9s %4s\n", "shape", "area");
    const SideAddress first = shapes.make("rectangle", 12, 7);
    shapes.make("triangle", 10, 9);
    shapes.make("hexagon", 1, 1);
    shapes.make("square", 11, 0);
    for (Visitor *visitor : visitors()) shapes.visit(visitor);
    std::printf("%-9s %4d\n", "total", total.sum());

    const bool right = total.sum() == 84 + 45 + 121 && shapes.area(first) == 84;
    std::puts(right ? "virtual calls in both modules, all right" : "WRONG");
    shapes.clear();
    std::fflush(stdout);
    return right ? 0 : 1;
}
