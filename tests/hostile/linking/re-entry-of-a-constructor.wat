;; A constructor calls main, which calls back into the module whose constructor is not done.
;; calls:
;;   g -> ok
;; expect: ok
(module
  (import "side" "f" (func $f))
  (func (export "g") (call $f)))
;;== side.wat
(module
  (import "main" "g" (func $g))
  (global $ready (mut i32) (i32.const 0))
  (func (export "f"))
  (func (export "_initialize") (global.set $ready (i32.const 1))))
