;; A ring of modules that export what they import, where one function has an end and goes round.
(module
  (import "a" "f" (func $f (result i32)))
  (export "f" (func $f))
  (func (export "g") (result i32) (i32.const 7)))
