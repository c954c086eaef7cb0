;; Where the broker has placed the C stack of a program, it tells the program, its C library and its
;; libraries the same.
(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__memory_base" (global i32))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (global $high (mut i32) (i32.const 0))
  (global $low (mut i32) (i32.const 0))
  (global $library_high (mut i32) (i32.const 0))
  (global $library_low (mut i32) (i32.const 0))
  (func (export "_start"))
  (func (export "__set_stack_limits") (param $high i32) (param $low i32)
    (global.set $high (local.get $high))
    (global.set $low (local.get $low)))
  (func (export "emscripten_stack_set_limits") (param $high i32) (param $low i32)
    (global.set $library_high (local.get $high))
    (global.set $library_low (local.get $low)))
  ;; The size in bytes, and whether the C library was told the same.
  (func (export "limits") (result i32 i32)
    (i32.sub (global.get $high) (global.get $low))
    (i32.and
      (i32.eq (global.get $high) (global.get $library_high))
      (i32.eq (global.get $low) (global.get $library_low))))
  (func (export "begins_at_the_top") (result i32)
    (i32.eq (global.get $stack_pointer) (global.get $high)))
  (func (export "high") (result i32) (global.get $high)))
