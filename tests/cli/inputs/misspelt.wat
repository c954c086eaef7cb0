;; A main with three imports of which two cannot be bound: a name that is almost right, and a type
;; that is another one.
(module $misspelt
  (import "math" "add" (func (param i32 i32) (result i32)))
  (import "math" "haalf" (func (param f64) (result f64)))
  (import "math" "negate" (func (param i32) (result i32)))

  (func (export "_start")))
