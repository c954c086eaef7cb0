;; A library's constructor opens the next: each takes a frame of the host, until no more modules
;; are allowed.
;; stacks: 256 8192
;; calls:
;;   open 0 -> trap[5002]
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (memory 1)
  (data (i32.const 0) "a\00"))
;;== lib/a.wat
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory 1)
  (data (i32.const 0) "./a\00")
  (func (export "_initialize") (drop (call $open (i32.const 0))) (unreachable)))
