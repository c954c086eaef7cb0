;; A library that asks for no memory and no slots gets none, and main's allocator is not asked.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 5 funcref)
  (func (export "malloc") (param $n_bytes i32) (result i32) (unreachable))
  (func (export "n_slots") (result i32) (table.size 0)))
