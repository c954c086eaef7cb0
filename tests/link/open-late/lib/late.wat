(module
  (import "main" "seven" (func $seven (result i32)))
  (import "env" "main_getI8" (func $get (param i32) (result i32)))
  (func (export "from") (import "env" "mts_memcpy") (param i32 i32 i32))
  (memory (export "memory") 1)
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (call $seven)))
  (func (export "f") (result i32)
    (i32.add (global.get $ready) (call $get (i32.const 0)))))
