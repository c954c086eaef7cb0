;; Dynamic libraries in main's memory and isolated sides, each way over the bridge between them.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (type $number (func (result i32)))
  (global $heap (mut i32) (i32.const 1024))
  (func (export "malloc") (param $n_bytes i32) (result i32)
    (global.get $heap)
    (global.set $heap (i32.add (global.get $heap) (local.get $n_bytes))))
  (func (export "call") (param $slot_idx i32) (result i32)
    (call_indirect (type $number) (local.get $slot_idx))))
