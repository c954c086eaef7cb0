;; A module that cannot be opened leaves nothing in memories and tables of others: what its first
;; segments wrote is taken back where a later one is out of bounds.
(module
  (type $answer (func (result i32)))
  (memory (export "memory") 1)
  (table $table (export "table") 4 funcref)
  (elem (i32.const 1) $one)
  (data (i32.const 16) "main")
  (global (export "base") i32 (i32.const 8))
  (func $one (result i32) (i32.const 1))
  (func (export "call") (param $slot i32) (result i32)
    (call_indirect (type $answer) (local.get $slot)))
  (func (export "is_null") (param $slot i32) (result i32)
    (ref.is_null (table.get $table (local.get $slot))))
  (func (export "word") (param $addr i32) (result i32) (i32.load (local.get $addr))))
