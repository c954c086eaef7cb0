(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "shared") (result i32) (i32.const 1))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
