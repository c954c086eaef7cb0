;; A symbol that is defined with another type is refused, with both types.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "f") (param i32))
  (func (export "as_function"))
  (global (export "as_data") i32 (i32.const 8)))
