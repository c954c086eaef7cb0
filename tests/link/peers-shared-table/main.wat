;; Where a side imports main's table, a pointer is the same in both, and re-homing changes nothing.
(module
  (func (export "from") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (func (export "from_other") (import "rb:other" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table (export "table") 2 funcref)
  (elem (i32.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
