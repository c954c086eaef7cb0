// The side module: a program of its own, with its own memory, heap and function table, which
// sorts an array that lies in main's memory. `MainAddress` marks what must not be dereferenced.
#include <emscripten.h>

#include <cstdint>
#include <memory>

using MainAddress = uintptr_t;
using MemcpyToSideFn = void (*)(void *dest, MainAddress src, int n_bytes);
using MemcpyToMainFn = void (*)(MainAddress dest, const void *src, int n_bytes);
using GetI32Fn = int32_t (*)(MainAddress address);
using SetI32Fn = void (*)(MainAddress address, int32_t value);
using CompareFn = int (*)(int32_t a, int32_t b);
using RbBridgeFn = void *(*)(int library, const char *name);

// The way back to main as plain imports. No library has these symbols: the compiler turns them
// into imports from `env`. mts = main to side, stm = side to main, fb = the fallback, for engines
// that cannot give a module two memories.
extern "C" {
void mts_memcpy(void *dest, MainAddress src, int n_bytes);
void stm_memcpy(MainAddress dest, const void *src, int n_bytes);
void mts_memcpy_fb(void *dest, MainAddress src, int n_bytes);
void stm_memcpy_fb(MainAddress dest, const void *src, int n_bytes);
int32_t main_getI32(MainAddress address);
void main_setI32(MainAddress address, int32_t value);
}

namespace {

constexpr int kMain = 0; // main is always library 0

struct CopyFns {
    MemcpyToSideFn to_side;
    MemcpyToMainFn to_main;
};

struct CellFns {
    GetI32Fn get;
    SetI32Fn set;
};

// The same way back as pointers, found by name when main calls `attach`.
CopyFns bridge_by_pointer;
CopyFns fallback_by_pointer;
CellFns accessor_by_pointer;

// An array in this module's memory, and one in main's: the sort below does not know which.
struct OwnCells {
    int32_t *first;
    int32_t get(int idx) const { return first[idx]; }
    void set(int idx, int32_t value) const { first[idx] = value; }
};

struct MainCells {
    MainAddress first;
    CellFns fns;
    int32_t get(int idx) const { return fns.get(first + idx * sizeof(int32_t)); }
    void set(int idx, int32_t value) const { fns.set(first + idx * sizeof(int32_t), value); }
};

// Lets the value at `root` sink until no child comes after it.
template <typename Cells, typename Before>
void sift_down(Cells cells, int root, int n_cells, Before before) {
    const int32_t sinking = cells.get(root);
    for (int child = 2 * root + 1; child < n_cells; child = 2 * root + 1) {
        int32_t largest = cells.get(child);
        if (child + 1 < n_cells) {
            const int32_t right = cells.get(child + 1);
            if (before(largest, right)) {
                largest = right;
                ++child;
            }
        }
        if (!before(sinking, largest)) break;
        cells.set(root, largest);
        root = child;
    }
    cells.set(root, sinking);
}

// A heap sort: needs no memory beside the cells, which is what sorting in place is about.
template <typename Cells, typename Before>
void sort(Cells cells, int n_cells, Before before) {
    for (int root = n_cells / 2 - 1; root >= 0; --root) sift_down(cells, root, n_cells, before);
    for (int last = n_cells - 1; last > 0; --last) {
        const int32_t largest = cells.get(0);
        cells.set(0, cells.get(last));
        cells.set(last, largest);
        sift_down(cells, 0, last, before);
    }
}

bool ascending(int32_t a, int32_t b) { return a < b; }

template <typename Before>
void sort_copy(MainAddress array, int n_elements, CopyFns copy, Before before) {
    // Zeroed, because malloc hands out the block of the previous way again, sorted numbers and all:
    // a copy that does nothing must not pass for one that works.
    const std::unique_ptr<int32_t[]> own(new int32_t[n_elements]());
    const int n_bytes = n_elements * static_cast<int>(sizeof(int32_t));
    copy.to_side(own.get(), array, n_bytes);
    sort(OwnCells{own.get()}, n_elements, before);
    copy.to_main(array, own.get(), n_bytes);
}

template <typename Fn>
bool find(RbBridgeFn bridge, int library, const char *name, Fn &fn) {
    fn = reinterpret_cast<Fn>(bridge(library, name));
    return fn != nullptr;
}

} // namespace

extern "C" {

// Called by main first. `bridge` reads its names here and answers with pointers for this table.
// Main's accessor is asked for by main's id, the bridge of main and this side by the side's own.
EMSCRIPTEN_KEEPALIVE int attach(RbBridgeFn bridge, int own_id) {
    RbBridgeFn fallback = nullptr;
    return find(bridge, own_id, "rbBridgeFb", fallback) &&
           find(bridge, own_id, "mts_memcpy", bridge_by_pointer.to_side) &&
           find(bridge, own_id, "stm_memcpy", bridge_by_pointer.to_main) &&
           find(fallback, own_id, "mts_memcpy", fallback_by_pointer.to_side) &&
           find(fallback, own_id, "stm_memcpy", fallback_by_pointer.to_main) &&
           find(bridge, kMain, "getI32", accessor_by_pointer.get) &&
           find(bridge, kMain, "setI32", accessor_by_pointer.set);
}

EMSCRIPTEN_KEEPALIVE void sort_bridge_pointer(MainAddress array, int n_elements) {
    sort_copy(array, n_elements, bridge_by_pointer, ascending);
}

EMSCRIPTEN_KEEPALIVE void sort_fallback_pointer(MainAddress array, int n_elements) {
    sort_copy(array, n_elements, fallback_by_pointer, ascending);
}

EMSCRIPTEN_KEEPALIVE void sort_bridge_import(MainAddress array, int n_elements) {
    sort_copy(array, n_elements, {mts_memcpy, stm_memcpy}, ascending);
}

EMSCRIPTEN_KEEPALIVE void sort_fallback_import(MainAddress array, int n_elements) {
    sort_copy(array, n_elements, {mts_memcpy_fb, stm_memcpy_fb}, ascending);
}

EMSCRIPTEN_KEEPALIVE void sort_accessor_import(MainAddress array, int n_elements) {
    sort(MainCells{array, {main_getI32, main_setI32}}, n_elements, ascending);
}

EMSCRIPTEN_KEEPALIVE void sort_accessor_pointer(MainAddress array, int n_elements) {
    sort(MainCells{array, accessor_by_pointer}, n_elements, ascending);
}

// `compare` is main's function, re-homed by main: calling it leaves this module.
EMSCRIPTEN_KEEPALIVE void sort_by(MainAddress array, int n_elements, CompareFn compare) {
    const auto before = [compare](int32_t a, int32_t b) { return compare(a, b) < 0; };
    sort_copy(array, n_elements, bridge_by_pointer, before);
}

} // extern "C"

// A whole program has an entry. The broker does not run the one of a side unless asked to.
int main() { return 0; }
