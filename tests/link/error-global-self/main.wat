;; A module cannot import a global of its own.
(module
  (import "main" "x" (global i32))
  (global (export "x") i32 (i32.const 1)))
