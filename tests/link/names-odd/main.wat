;; Names are any text: empty, dots, spaces, escapes, other scripts.
(module
  (import "" "" (func $empty (result i32)))
  (import "a.b" "c.d" (func $dots (result i32)))
  (import "ma th" "π ≈ \"3\"\0a" (func $unicode (result i32)))
  (func (export "get") (import "rb:a.b" "getI8") (param i32) (result i32))
  (func (export "empty") (result i32) (call $empty))
  (func (export "dots") (result i32) (call $dots))
  (func (export "x.y") (result i32) (call $unicode))
  (func (export "") (result i32) (i32.const 77)))
