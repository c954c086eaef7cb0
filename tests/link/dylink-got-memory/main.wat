;; GOT.mem entries hold addresses: of main's data, of another library's, of a library's own.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (i32.const 100) "main")
  (global (export "of_main") i32 (i32.const 100))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
