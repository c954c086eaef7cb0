;; A module that is opened while the link runs is linked like the others, and closed again.
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (func (export "symbol") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (type $get (func (result i32)))
  (memory (export "memory") 1)
  (table 1 funcref)
  (data (i32.const 0) "late\00")
  (data (i32.const 16) "f\00")
  (func (export "seven") (result i32) (i32.const 7))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
