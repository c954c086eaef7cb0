;; A static program with an allocator takes libraries: it gives them their memory.
(module
  (memory (export "memory") 1)
  (global $heap (mut i32) (i32.const 2000))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes)))))
