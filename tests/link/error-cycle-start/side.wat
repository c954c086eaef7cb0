(module
  (import "main" "g" (func $g (result i32)))
  (func (export "f") (result i32) (i32.const 2))
  (func $start (drop (call $g)))
  (start $start))
