;; A start function that asks for a function of a module that is not there yet is refused.
(module
  (import "env" "rb_dlsym" (func $rb_dlsym (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (table 1 funcref)
  (data (i32.const 0) "f\00")
  (func $start (drop (call $rb_dlsym (i32.const 1) (i32.const 0))))
  (start $start))
