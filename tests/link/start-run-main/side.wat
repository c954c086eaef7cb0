(module
  (import "main" "note" (func $note (param i32)))
  (func (export "_initialize") (call $note (i32.const 1)))
  (func (export "main") (param $argc i32) (param $argv i32) (result i32)
    (call $note (i32.add (local.get $argc) (i32.const 1)))
    (i32.const 77))
  (memory (export "memory") 1))
