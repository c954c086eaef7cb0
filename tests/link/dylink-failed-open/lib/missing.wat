(module
  (@dylink.0 (mem-info (memory 32 0) (table 4 0)))
  (import "env" "missing" (func $missing)))
