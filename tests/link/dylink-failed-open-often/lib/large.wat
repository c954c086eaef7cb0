(module
  (@dylink.0 (mem-info (memory 16 0) (table 3 4)))
  (import "env" "memory" (memory 0)))
