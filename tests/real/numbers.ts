// Numbers of AssemblyScript, with nothing imported at all.
//
// build: asc --runtime stub --use abort= -O2
// build: asc --runtime stub --use abort= -O3 --noAssert
// run: --invoke hypotenuse 3 4
// > 5
export function hypotenuse(a: f64, b: f64): f64 {
  return Math.sqrt(a * a + b * b);
}
