(module
  (import "main" "malloc" (func $malloc (param i32) (result i32)))
  (global $buffer (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $buffer (call $malloc (i32.const 8))))
  (func (export "buffer") (result i32) (global.get $buffer)))
