;; Libraries whose constructors open each other, and themselves: no endless loop, no second copy.
;; limits: modules=8 timeout=5s
;; calls:
;;   open 0 -> 1
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (memory 1)
  (data (i32.const 0) "a\00"))
;;== lib/a.wat
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory 1)
  (data (i32.const 0) "b\00")
  (func (export "_initialize") (drop (call $open (i32.const 0)))))
;;== lib/b.wat
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory 1)
  (data (i32.const 0) "a\00")
  (func (export "_initialize") (drop (call $open (i32.const 0)))))
