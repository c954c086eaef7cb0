;; An import is met with another kind, another type, another mutability and another limit: all of
;; it is refused before anything runs.
;; link: error[5013]
(module
  (import "side" "f" (func (param i32)))
  (import "side" "g" (global (mut i32)))
  (import "side" "m" (memory 5))
  (import "side" "t" (table 5 externref))
  (func $start (unreachable))
  (start $start))
;;== side.wat
(module
  (func (export "f") (param i64))
  (global (export "g") i32 (i32.const 0))
  (memory (export "m") 1 2)
  (table (export "t") 1 funcref))
