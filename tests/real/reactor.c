// A reactor has no entry: its constructors run, then the function that was asked for.
//
// build: zig cc -target wasm32-wasi -mexec-model=reactor -O2 -Wl,--export=scaled
// build: emcc -O2 -s STANDALONE_WASM --no-entry -s EXPORTED_FUNCTIONS=_scaled
// run: --invoke scaled -6 2.5
// node: no, there is nothing that it would run
// > -105
static double factor = 1;

__attribute__((constructor)) static void prepare(void) { factor = 7; }

double scaled(int n, double by) { return n * by * factor; }
