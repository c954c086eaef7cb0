(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "f") (result i32) (i32.const 1))
  (func (export "g") (result i32) (i32.const 2))
  (func (export "h") (result i32) (i32.const 3)))
