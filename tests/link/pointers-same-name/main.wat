;; A library's function and the broker's own of the same name are two functions, and two pointers.
(module
  (func (export "bridge") (import "env" "rb_bridge") (param i32 i32) (result i32))
  (func (export "dlsym") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (type $unary (func (param i32) (result i32)))
  (memory 1)
  (table 4 funcref)
  (elem (i32.const 1) $double)
  (data (i32.const 16) "mts_addFnPtr\00")
  (func $double (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1)))
  (func (export "call") (param $pointer i32) (param $x i32) (result i32)
    (call_indirect (type $unary) (local.get $x) (local.get $pointer))))
