(module
  (import "c" "memory" (memory 1))
  (import "c" "table" (table 1 externref))
  (export "memory" (memory 0))
  (export "table" (table 0)))
