(module
  (import "rb:first" "getI8" (func $get_first (param i32) (result i32)))
  (import "rb:second" "getI8" (func $get_second (param i32) (result i32)))
  (memory 1)
  (func (export "inner") (param i32) (result i32)
    (if (i32.eqz (local.get 0)) (then (unreachable)))
    (call $get_second (local.get 0))))
