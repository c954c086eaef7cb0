;; GOT.func entries hold slots: a function has one, whoever asks, and none gets another's.
(module
  (type $number (func (result i32)))
  (memory (export "memory") 1)
  (table $table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $in_table)
  (func $in_table (export "in_table") (result i32) (i32.const 11))
  (func (export "not_in_table") (result i32) (i32.const 12))
  (func (export "malloc") (param $n_bytes i32) (result i32) (i32.const 1024))
  (func (export "call") (param $slot_idx i32) (result i32)
    (call_indirect (type $number) (local.get $slot_idx)))
  (func (export "is_null") (param $slot_idx i32) (result i32)
    (ref.is_null (table.get $table (local.get $slot_idx)))))
