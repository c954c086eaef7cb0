(module
  (@dylink.0 (mem-info (table 1 0)))
  (import "env" "__indirect_function_table" (table 0 funcref)))
