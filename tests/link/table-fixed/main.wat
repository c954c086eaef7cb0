;; A table whose maximum is its size takes new slots all the same, and the module sees them.
(module
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table $table (export "table") 2 2 funcref)
  (elem (i32.const 0) $zero $one)
  (func $zero (result i32) (i32.const 0))
  (func $one (result i32) (i32.const 1))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
