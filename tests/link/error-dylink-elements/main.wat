;; A library that asks for fewer slots than it fills writes past the table's end, which is a trap.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref))
