;; A start function that calls round a cycle into a module that is not there yet is refused.
(module
  (import "side" "f" (func $f (result i32)))
  (func (export "g") (result i32) (i32.const 1))
  (func (export "f") (result i32) (call $f)))
