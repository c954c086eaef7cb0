(module
  (import "main" "twice" (func $twice (param i32) (result i32)))
  (global $sum (mut i32) (i32.const 0))
  (func (export "add") (param $x i32)
    (global.set $sum (i32.add (global.get $sum) (local.get $x))))
  (func (export "sum") (result i32) (call $twice (global.get $sum))))
