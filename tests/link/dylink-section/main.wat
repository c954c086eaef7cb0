;; All five subsections of dylink.0 are read, unknown ones skipped; so is the legacy section read.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 funcref)
  (global $heap (mut i32) (i32.const 4096))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes)))))
