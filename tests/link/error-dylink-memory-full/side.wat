(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory 1)))
