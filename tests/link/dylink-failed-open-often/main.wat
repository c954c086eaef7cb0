(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 0))
  (func (export "n_slots") (result i32) (table.size 0)))
