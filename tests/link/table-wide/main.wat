;; Tables with 64-bit indices: pointers are as wide as the importer says.
(module
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i32) (result i64))
  (func (export "pointer_to") (import "rb:side" "addFnPtr_to") (param i64) (result i32))
  (func (export "same") (import "main" "pointer") (param i32) (result i64))
  (type $get (func (result i32)))
  (table $table i64 2 funcref)
  (elem (i64.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "call") (param $pointer i64) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
