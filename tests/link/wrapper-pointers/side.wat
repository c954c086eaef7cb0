(module
  (type $get (func (result i32)))
  (table 3 funcref)
  (elem (i32.const 2) $two)
  (func $two (result i32) (i32.const 2))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
