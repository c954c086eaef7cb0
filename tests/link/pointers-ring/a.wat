(module
  (func (export "to_b") (import "rb:b" "addFnPtr_to") (param i32) (result i32))
  (type $get (func (result i32)))
  (table 3 funcref)
  (elem (i32.const 1) $ten $twenty)
  (func $ten (result i32) (i32.const 10))
  (func $twenty (result i32) (i32.const 20))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
