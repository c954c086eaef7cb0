(module
  (import "base" "memory" (memory $memory 1))
  (export "memory" (memory $memory)))
