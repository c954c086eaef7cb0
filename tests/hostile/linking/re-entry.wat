;; A side's start function calls into main, which is not made yet.
;; link: trap[5023]
;; cli: run @
;; expect: trap[5023]
(module
  (import "side" "f" (func $f))
  (func (export "g") (call $f)))
;;== side.wat
(module
  (import "main" "g" (func $g))
  (func (export "f"))
  (func $start (call $g))
  (start $start))
