// AssemblyScript with its garbage collector: strings, arrays, maps and closures of a language that
// shares nothing with C.
//
// build: asc --runtime minimal -O2
// build: asc --runtime incremental -O2
// build: asc --runtime stub -O0 --debug
// run: --invoke digest 20
// > 4181
export function digest(n: i32): i32 {
  const names = new Map<string, i32>();
  names.set("0", 0);
  names.set("1", 1);
  for (let i = 2; i < n; i++) {
    names.set(i.toString(), names.get((i - 1).toString()) + names.get((i - 2).toString()));
  }
  const sorted = names.values().sort((a, b) => b - a);
  return sorted[0];
}
