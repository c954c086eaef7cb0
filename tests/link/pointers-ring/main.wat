;; A pointer that goes through three modules and back is the original everywhere.
(module
  (func (export "to_a") (import "rb:a" "addFnPtr_to") (param i32) (result i32))
  (func (export "from_b") (import "rb:b" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table 2 funcref)
  (elem (i32.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
