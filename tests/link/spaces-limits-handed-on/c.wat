(module
  (memory (export "memory") 5 10)
  (table (export "table") 4 10 externref))
