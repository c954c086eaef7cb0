;; A library that a guest opens traps in its constructor: the link is poisoned, and says so.
;; calls:
;;   open 0 -> trap[5002]
;;   open 0 -> error[5022]
;;   one -> error[5022]
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (memory 1)
  (data (i32.const 0) "bad\00")
  (func (export "one") (result i32) (i32.const 1)))
;;== lib/bad.wat
(module (func (export "_initialize") (unreachable)))
