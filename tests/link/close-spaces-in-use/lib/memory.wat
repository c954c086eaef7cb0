(module
  (import "base" "memory" (memory 1)))
