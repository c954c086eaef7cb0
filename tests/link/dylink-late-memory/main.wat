(module
  (memory (export "memory") 1 2)
  (table (export "__indirect_function_table") 1 1 funcref))
