;; A start function runs before the offset table is filled, relocations and constructors after it.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (global (export "value") i32 (i32.const 77))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
