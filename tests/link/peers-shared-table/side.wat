(module
  (import "main" "table" (table 2 funcref))
  (func (export "to_main") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (type $get (func (result i32)))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
