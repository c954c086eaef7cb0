(module
  (@dylink.0 (mem-info) (needed "left.wat" "right.so" "left.wat"))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "n_started" (func $n_started (result i32)))
  (import "env" "left" (func $left (result i32)))
  (import "env" "right" (func $right (result i32)))
  (func (export "sum") (result i32) (i32.add (call $left) (call $right)))
  (func (export "n_base_started") (result i32) (call $n_started)))
