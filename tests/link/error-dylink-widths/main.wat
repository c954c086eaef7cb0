;; A 32-bit library cannot use the memory of a 64-bit main.
(module
  (memory (export "memory") i64 1)
  (table (export "__indirect_function_table") i64 2 funcref))
