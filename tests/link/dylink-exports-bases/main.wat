;; A library that exports what only a leader has changes nothing for the others.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (global $stack_pointer (export "__stack_pointer") (mut i32) (i32.const 512))
  (global $heap (mut i32) (i32.const 1024))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes)))))
