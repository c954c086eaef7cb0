// A module of functions alone, with 64-bit numbers, is called function by function.
//
// build: emcc -O2 --no-entry -s EXPORTED_FUNCTIONS=_mix -s WASM_BIGINT
// build: emcc -O2 --no-entry -s EXPORTED_FUNCTIONS=_mix -s STANDALONE_WASM
// build: zig cc -target wasm32-freestanding -nostdlib -O2 -Wl,--no-entry,--export=mix
// build: zig cc -target wasm64-freestanding -nostdlib -O2 -Wl,--no-entry,--export=mix
// run: --invoke mix 0x123456789abcdef0 -1
// node: no, there is nothing that it would run
// > -1311768467463790320
long long mix(long long a, int b) { return a * b; }
