;; What is reserved as a function is found with another type where something else is imported.
(module
  (import "env" "rb_dlopen" (global i32))
  (import "env" "abort" (global i32))
  (import "rb:main" "getI8" (global i32))
  (memory 1))
