;; A pointer to a function is the same by the name under which a library hands it on.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (func (export "one") (result i32) (i32.const 1))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
