// Floats and 64-bit integers are printed as C prints them: formatting calls through tables, and
// without BigInt emcc splits each i64 of an import in two.
//
// build: emcc -O0
// build: emcc -O2
// build: emcc -O2 -s WASM_BIGINT
// build: emcc -O2 -s STANDALONE_WASM
// build: zig cc -target wasm32-wasi -O2
// > 3.141593 1.5e+300 -0.0 inf nan
// > 0x1.8p+1 1e-45 0.1000000000000000055511
// > -9223372036854775808 18446744073709551615
// > 1234567890123456789 / 1000003 = 1234564186430
// > 3.333333333333333
#include <math.h>
#include <stdio.h>

int main(int argc, char **argv) {
    double one = argc;
    printf("%f %g %.1f %f %f\n", 3.14159265358979 * one, 1.5e300 * one, -0.0 * one, INFINITY,
           fabs(NAN));
    printf("%a %g %.22f\n", 3.0 * one, 1e-45 * one, 0.1 * one);
    long long lowest = -0x7fffffffffffffffLL - argc;
    printf("%lld %llu\n", lowest, ~0ULL);
    long long big = 1234567890123456788LL + argc;
    printf("%lld / %d = %lld\n", big, 1000003, big / 1000003);
    printf("%.15Lf\n", 10.0L / (2 + argc));
    (void)argv;
    return 0;
}
