(module
  (import "passes_on" "memory" (memory 1)))
