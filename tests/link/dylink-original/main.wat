;; Where a compiler split 64-bit integers, libraries get the function as it was compiled.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "orig$wide") (param $x i64) (result i64)
    (i64.add (local.get $x) (i64.const 1)))
  (func (export "wide") (param $low i32) (param $high i32) (result i32) (unreachable))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024)))
