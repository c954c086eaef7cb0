;; A library's thread-local data has a block of its own, and its symbols are addresses in that.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (global $heap (mut i32) (i32.const 1000))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes)))))
