;; math: adds numbers.
;;
;; Imported by any module that knows it as `math`. It has no memory and no table, and nothing in
;; it traps.
;;
;;   export   type                 what
;;   add      (i32, i32) -> i32    a + b, modulo 2^32
(module
  ;; Returns a + b and wraps on overflow.
  (func (export "add") (param $a i32) (param $b i32) (result i32)
    (i32.add (local.get $a) (local.get $b)))
)
