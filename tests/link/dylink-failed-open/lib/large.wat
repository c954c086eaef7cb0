(module
  (@dylink.0 (mem-info (memory 1000 0) (table 4 0)))
  (import "env" "memory" (memory 0)))
