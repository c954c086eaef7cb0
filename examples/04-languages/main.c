// The program, in C: owns a series of measurements and has the AssemblyScript side `stats`
// describe it.
#include <stdint.h>
#include <stdio.h>

// Five numbers in a row, all f64, so that both languages lay them out alike.
struct summary {
    double lowest, median, highest, mean, deviation;
};

// Both addresses are main's; the side reads the values and writes the summary.
__attribute__((import_module("stats"), import_name("describe")))
void describe(const double *values, int32_t n_values, struct summary *summary);

static const double CELSIUS[] = {3.5, -1.25, 7.0, 12.75, 9.5, 21.0, 18.25, 14.0, 6.25};

int main(void) {
    const int32_t n_values = sizeof CELSIUS / sizeof CELSIUS[0];
    struct summary summary;
    describe(CELSIUS, n_values, &summary);
    printf("%d values from %.2f to %.2f\n", n_values, summary.lowest, summary.highest);
    printf("median %.2f, mean %.3f, deviation %.3f\n", summary.median, summary.mean,
           summary.deviation);
    return 0;
}
