;; A library whose memory import wants more than main has gets it before anybody starts.
(module
  (memory (export "memory") 1 2)
  (table (export "__indirect_function_table") 1 funcref)
  (start $note)
  (global $n_pages (mut i32) (i32.const 0))
  (func (export "n_pages_at_start") (result i32) (global.get $n_pages))
  (func $note (global.set $n_pages (memory.size))))
