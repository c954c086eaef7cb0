;; A pointer needs a table on both ends, and the error says which is missing.
(module
  (import "rb:side" "addFnPtr_from" (func (param i32) (result i32)))
  (import "rb:side" "addFnPtr_to" (func (param i32) (result i32)))
  (import "env" "rb_dlsym" (func (param i32 i32) (result i32)))
  (memory 1))
