;; Pointers to one function are equal in all modules, however each came by it, aliases included.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 3 funcref)
  (elem (i32.const 1) $listed $twice_listed)
  (func $listed (export "listed"))
  (func $twice_listed (export "twice_listed"))
  (func $one (export "one") (export "one_alias"))
  (func $two (export "two") (export "two_alias"))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
