(module
  (import "b" "f" (func $f (result i32)))
  (import "main" "g" (func $g (result i32)))
  (export "f" (func $f))
  (export "g" (func $g)))
