;; The first slot that is added to an empty table is slot 1.
(module
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table $table 0 0 funcref)
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
