;; A trap names the modules and functions it went through, and where calls crossed.
(module
  (import "a" "f" (func $a_f (param i32) (result i32)))
  (import "rb:b" "getI32" (func $get (param i32) (result i32)))
  (import "rb:b" "addFnPtr_from" (func $pointer (param i32) (result i32)))
  (type $unary (func (param i32) (result i32)))
  (memory 1)
  (table 1 funcref)
  (func (export "direct") (param $x i32) (result i32)
    (call $a_f (local.get $x)))
  (func $peek (export "peek") (param $addr i32) (result i32)
    (call $get (local.get $addr)))
  (func (export "by_pointer") (param $x i32) (result i32)
    (call_indirect (type $unary) (local.get $x) (call $pointer (i32.const 1)))))
