;; The library that has the memory and the table of others stays until they are closed; pointers to
;; it are null then.
(module
  (type $number (func (result i32)))
  (table 1 funcref)
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $number) (local.get $pointer)))
  (func (export "is_null") (param $pointer i32) (result i32)
    (ref.is_null (table.get (local.get $pointer)))))
