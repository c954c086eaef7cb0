(module
  (memory (export "memory") 1 22)
  (table (export "__indirect_function_table") 1 funcref))
