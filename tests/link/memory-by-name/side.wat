;; It has one by name that stands behind an unnamed one of its own.
(module
  (import "rb:main" "getI8" (func $get (param i32) (result i32)))
  (memory $first 1)
  (memory $named (export "memory") 1)
  (data (memory $first) (i32.const 16) "1")
  (data (memory $named) (i32.const 16) "2")
  (func (export "peek") (param $addr i32) (result i32) (call $get (local.get $addr))))
