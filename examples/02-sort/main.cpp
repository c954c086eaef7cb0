// The main program: owns an array, has a side module sort it in six ways, and checks each result
// against a sort of its own. Every address in this file is an address in main's memory.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <vector>

// What the broker provides to a main program. No library has these symbols: the compiler turns
// them into imports from `env`, and the broker links those.
extern "C" {
int rb_dlopen(const char *name);                  // id of a loaded side; 0 = there is none
void *rb_dlsym(int library, const char *name);    // an export as a pointer that main can call
void *rb_bridge(int library, const char *name);   // a helper as a pointer that main can call
int rb_log_enabled();
}

namespace {

constexpr int kElements = 10'000;

using SortFn = void (*)(const int32_t *array, int n_elements);
using SortByFn = void (*)(const int32_t *array, int n_elements, void *compare_in_side);
using AttachFn = int (*)(void *rb_bridge_in_side, int own_id);
using AddFnPtrFn = void *(*)(void *pointer_of_main);

template <typename Fn>
Fn side_function(int side, const char *name) {
    void *found = rb_dlsym(side, name);
    if (found == nullptr) std::printf("`side` has no export `%s`\n", name);
    return reinterpret_cast<Fn>(found);
}

// A linear congruential generator instead of std::random: the same numbers on every machine.
std::vector<int32_t> make_numbers() {
    std::vector<int32_t> numbers(kElements);
    uint32_t state = 12345;
    for (int32_t &number : numbers) {
        state = state * 1664525u + 1013904223u;
        number = static_cast<int32_t>(state) / 4096; // some values occur twice, half are negative
    }
    return numbers;
}

// Depends on the order, so that an array which only holds the right numbers does not pass.
uint32_t checksum(const std::vector<int32_t> &numbers) {
    uint32_t sum = 2166136261u;
    for (int32_t number : numbers) sum = (sum ^ static_cast<uint32_t>(number)) * 16777619u;
    return sum;
}

bool report(const char *way, const std::vector<int32_t> &sorted,
            const std::vector<int32_t> &wanted) {
    const bool equal = sorted == wanted;
    std::printf("%-34s %8d   %08x   %s\n", way, static_cast<int>(sorted.size()), checksum(sorted),
                equal ? "ok" : "WRONG");
    return equal;
}

// The side calls this through a pointer in its own table, yet it runs here, in main's memory.
int n_compares = 0;
int descending(int32_t a, int32_t b) {
    ++n_compares;
    return a < b ? 1 : a > b ? -1 : 0;
}

struct Way {
    const char *title;
    const char *export_name;
};

constexpr Way kWays[] = {
    {"copy, bridge by pointer", "sort_bridge_pointer"},
    {"copy, fallback by pointer", "sort_fallback_pointer"},
    {"copy, bridge by import", "sort_bridge_import"},
    {"copy, fallback by import", "sort_fallback_import"},
    {"in place, accessor by import", "sort_accessor_import"},
    {"in place, accessor by pointer", "sort_accessor_pointer"},
};

// Hands the side its way back to main: the `rbBridge` of the SIDE's accessor, which reads names
// from the side's memory and puts what it finds into the side's table. rb_bridge gives it to main
// as a pointer of main, so it has to be re-homed before the side can call it.
bool attach(int side, AddFnPtrFn main_to_side) {
    void *bridge_of_side = rb_bridge(side, "rbBridge");
    const auto attach_side = side_function<AttachFn>(side, "attach");
    if (bridge_of_side == nullptr || attach_side == nullptr) return false;
    return attach_side(main_to_side(bridge_of_side), side) != 0;
}

bool sort_six_ways(int side, const std::vector<int32_t> &numbers,
                   const std::vector<int32_t> &wanted) {
    bool all_equal = true;
    for (const Way &way : kWays) {
        const auto sort = side_function<SortFn>(side, way.export_name);
        if (sort == nullptr) return false;
        std::vector<int32_t> array(numbers);
        sort(array.data(), kElements);
        all_equal &= report(way.title, array, wanted);
    }
    return all_equal;
}

// The same sort, but main decides the order: each comparison is a call from the side into main.
bool sort_by_callback(int side, AddFnPtrFn main_to_side, const std::vector<int32_t> &numbers,
                      std::vector<int32_t> wanted) {
    std::reverse(wanted.begin(), wanted.end());
    const auto sort_by = side_function<SortByFn>(side, "sort_by");
    if (sort_by == nullptr) return false;
    std::vector<int32_t> array(numbers);
    sort_by(array.data(), kElements, main_to_side(reinterpret_cast<void *>(descending)));
    const bool equal = report("descending, compared in main", array, wanted);
    std::printf("%d calls from side into main\n", n_compares);
    return equal;
}

} // namespace

int main() {
    const int side = rb_dlopen("side");
    if (side == 0) {
        std::puts("no side module `side`");
        return 1;
    }
    if (rb_log_enabled()) std::fprintf(stderr, "side is library %d\n", side);
    const auto main_to_side = reinterpret_cast<AddFnPtrFn>(rb_bridge(side, "mts_addFnPtr"));
    if (main_to_side == nullptr || !attach(side, main_to_side)) {
        std::puts("main and side could not be joined");
        return 1;
    }

    const std::vector<int32_t> numbers = make_numbers();
    std::vector<int32_t> wanted(numbers);
    std::sort(wanted.begin(), wanted.end());

    std::printf("%-34s %8s   %-8s   %s\n", "way", "elements", "checksum", "result");
    const bool all_equal = sort_six_ways(side, numbers, wanted);
    const bool callback_equal = sort_by_callback(side, main_to_side, numbers, wanted);
    std::puts(all_equal && callback_equal ? "six ways, all equal" : "NOT all equal");
    std::fflush(stdout);
    return all_equal && callback_equal ? 0 : 1;
}
