;; A program that opens modules while it runs, and has no entry of C.
(module $loader
  (import "env" "rb_dlopen" (func $rb_dlopen (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "go") (param $name i32) (result i32)
    (call $rb_dlopen (local.get $name))))
