(module
  (func (export "narrow") (import "rb:main" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table 2 funcref)
  (elem (i32.const 1) $two)
  (func $two (result i32) (i32.const 2))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
