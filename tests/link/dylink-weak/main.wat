;; A weak symbol that nobody defines is null, also where it is filed under `env`.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (global (export "some_data") i32 (i32.const 64))
  (func (export "some_function") (result i32) (i32.const 6))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
