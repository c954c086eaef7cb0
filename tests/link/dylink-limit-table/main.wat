(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 4 funcref)
  (func (export "n_slots") (result i32) (table.size 0)))
