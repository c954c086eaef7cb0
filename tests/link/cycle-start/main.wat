;; A start function may call a module that is ready, in a cycle, too.
(module
  (import "side" "add" (func $add (param i32)))
  (import "side" "sum" (func $sum (result i32)))
  (global $n (export "n") i32 (i32.const 5))
  (func $start (call $add (i32.const 1)))
  (func (export "twice") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1)))
  (func (export "sum") (result i32) (call $sum))
  (start $start))
