(module
  (import "main" "x" (table 1 exnref))
  (table (export "y") 1 exnref))
