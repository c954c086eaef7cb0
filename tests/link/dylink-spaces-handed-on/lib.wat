(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (export "memory" (memory 0))
  (export "table" (table 0)))
