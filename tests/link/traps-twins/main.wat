(module
  (import "second" "inner" (func $second (param i32) (result i32)))
  (import "first" "inner" (func $first (param i32) (result i32)))
  (func (export "first") (param i32) (result i32) (call $first (local.get 0)))
  (func (export "second") (param i32) (result i32) (call $second (local.get 0))))
