;; Asks for one function of a side by each of its names, and for another one in between: the same
;; pointer each time, so that names cannot use up the slots.
;; limits: broker_slots=2
;; calls:
;;   ask 16 -> 1
;;   ask 20 -> 2
;;   ask 24 -> 1
;;   ask 28 -> 1
(module
  (import "env" "rb_dlopen" (func $dlopen (param i32) (result i32)))
  (import "env" "rb_dlsym" (func $dlsym (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table 1 funcref)
  (data (i32.const 8) "side\00")
  (data (i32.const 16) "a\00\00\00b\00\00\00c\00\00\00d\00")
  (func (export "ask") (param i32) (result i32)
    (call $dlsym (call $dlopen (i32.const 8)) (local.get 0))))
;;== side.wat
(module
  (memory 1)
  (table 1 funcref)
  (func $f (export "a") (export "c") (export "d"))
  (func (export "b") (param i32)))
