;; A call through a pointer of another type names the type that the caller expects.
(module
  (import "rb:side" "addFnPtr_from" (func $pointer (param i32) (result i32)))
  (type $expected (func (param f64) (result i64)))
  (memory 1)
  (table 1 funcref)
  (func (export "call") (result i64)
    (call_indirect (type $expected) (f64.const 1) (call $pointer (i32.const 1)))))
