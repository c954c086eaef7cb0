// The side, in AssemblyScript: describes a series of f64 that lies in main's memory.
//
// "rb:main" is the broker's door to the memory of the module called main. What is copied from
// there becomes an ordinary array here, so the rest of this file is plain AssemblyScript.

// An address in main's memory. `load` and `store` would read this module's memory at it.
type MainAddress = usize;

@external("rb:main", "memcpy_from")
declare function copyFromMain(dest: usize, src: MainAddress, nBytes: i32): void;

@external("rb:main", "setF64")
declare function setF64InMain(address: MainAddress, value: f64): void;

const F64_BYTES = sizeof<f64>() as i32;

function fetch(values: MainAddress, nValues: i32): StaticArray<f64> {
  const own = new StaticArray<f64>(nValues);
  copyFromMain(changetype<usize>(own), values, nValues * F64_BYTES);
  return own;
}

function mean(values: StaticArray<f64>): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < values.length; ++i) sum += values[i];
  return sum / values.length;
}

function deviation(values: StaticArray<f64>, centre: f64): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < values.length; ++i) {
    const distance = values[i] - centre;
    sum += distance * distance;
  }
  return Math.sqrt(sum / values.length);
}

function median(sorted: StaticArray<f64>): f64 {
  const middle = sorted.length / 2;
  if (sorted.length % 2 == 1) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

// Writes lowest, median, highest, mean and deviation to five f64 at `summary`; nValues > 0.
export function describe(values: MainAddress, nValues: i32, summary: MainAddress): void {
  const own = fetch(values, nValues);
  own.sort((a: f64, b: f64) => (a < b ? -1 : a > b ? 1 : 0));
  const centre = mean(own);
  const results: StaticArray<f64> = [
    own[0], median(own), own[nValues - 1], centre, deviation(own, centre),
  ];
  for (let i = 0; i < results.length; ++i) {
    setF64InMain(summary + i * F64_BYTES, results[i]);
  }
}
