(module
  (type $get (func (result i32)))
  (table 4 funcref)
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
