;; A module that is not valid is refused before anything of it runs.
(module
  (func $f (result i32) (i64.const 1)))
