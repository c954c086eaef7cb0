// An AssemblyScript program that fails calls `env.abort` with the place; that is a trap.
//
// build: asc --runtime minimal -O2
// run: --invoke element 3
// exit: 134
// ! trap[5002]
export function element(n: i32): i32 {
  const numbers: i32[] = [1, 2, 3];
  return numbers[n];
}
