(module
  (import "a" "g" (func $g (result i32)))
  (export "f" (func $g)))
