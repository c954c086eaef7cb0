;; A constructor calls main, which calls back into the side while its constructor is not done:
;; refused, because nothing there is ready.
;; link: trap[5023]
(module
  (import "side" "f" (func $f))
  (func (export "g") (call $f)))
;;== side.wat
(module
  (import "main" "g" (func $g))
  (func (export "f"))
  (func (export "_initialize") (call $g)))
