;; A library wants more memory than main's maximum, which the broker raises: others may still import
;; main's memory with the maximum that it declares.
(module
  (memory (export "memory") 1 2)
  (func (export "malloc") (param i32) (result i32) (i32.const 40000)))
