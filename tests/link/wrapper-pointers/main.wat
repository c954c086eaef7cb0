;; Pointers have the width that the importer declares, whatever the table's; what does not fit
;; traps.
(module
  (import "rb:side" "addFnPtr_from" (func $from (param i64) (result i64)))
  (import "rb:side" "addFnPtr_to" (func $to (param i64) (result i32)))
  (type $get (func (result i32)))
  (memory i64 1)
  (table $table 2 funcref)
  (elem (i32.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "from") (param $pointer i64) (result i64) (call $from (local.get $pointer)))
  (func (export "to") (param $pointer i64) (result i32) (call $to (local.get $pointer)))
  (func (export "call") (param $pointer i64) (result i32)
    (call_indirect (type $get) (i32.wrap_i64 (local.get $pointer)))))
