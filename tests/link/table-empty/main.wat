;; A table without slots: 0 stays null, the first pointer is not 0.
(module
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (type $get (func (result i32)))
  (table $table (export "table") 0 funcref)
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer)))
  (func (export "is_null") (param $pointer i32) (result i32)
    (ref.is_null (table.get $table (local.get $pointer)))))
