;; Data is aligned in what main's allocator gives, which is aligned to nothing; it begins as zeros.
(module
  (memory (export "memory") 4)
  (table (export "__indirect_function_table") 3 funcref)
  (global $heap (mut i32) (i32.const 1001))
  ;; Answers odd addresses, full of ones.
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (memory.fill (global.get $heap) (i32.const 0xff) (local.get $n_bytes))
    (global.get $heap)
    (global.set $heap
      (i32.add (global.get $heap) (i32.or (local.get $n_bytes) (i32.const 1))))
    (global.set $heap (i32.or (global.get $heap) (i32.const 1)))))
