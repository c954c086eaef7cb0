;; A static program that imports its memory, and is no library at all, takes libraries.
(module
  (import "env" "memory" (memory 1))
  (table (export "table") 2 2 funcref)
  (elem (i32.const 1) $one)
  (global (export "number") i32 (i32.const 300))
  (global $heap (mut i32) (i32.const 2000))
  (data (i32.const 300) "\2a\00\00\00")
  (func $one (export "one") (result i32) (i32.const 1))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes)))))
