(module
  (import "last" "memory" (memory 1))
  (import "last" "table" (table 1 funcref))
  (import "last" "f" (func $f (result i32)))
  (import "last" "g" (global $g i32))
  (export "m" (memory 0))
  (export "t" (table 0))
  (export "f" (func $f))
  (export "g" (global $g)))
