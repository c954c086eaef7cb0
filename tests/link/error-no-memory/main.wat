;; A helper of a memory that is not there cannot be had, and the error says whose.
(module
  (import "rb:side" "getI8" (func (param i32) (result i32)))
  (import "rb:side" "memcpy_from" (func (param i32 i32 i32)))
  (import "env" "rb_dlopen" (func (param i32) (result i32))))
