;; With `unresolved = "zero"`, missing functions answer zeros and missing globals are zero.
(module
  (import "env" "missing" (func $missing (param i32) (result i32 i64 f32 f64 externref funcref)))
  (import "env" "value" (global $value i32))
  (import "env" "wide" (global $wide i64))
  (func (export "call") (param $x i32) (result i32 i64 f32 f64 externref funcref)
    (call $missing (local.get $x)))
  (func (export "value") (result i32 i64) (global.get $value) (global.get $wide)))
