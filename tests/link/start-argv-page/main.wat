;; Without a stack pointer and `malloc`, the arguments of a C `main` lie on a page of their own.
(module
  (memory (export "memory") 1 2)
  (func (export "main") (param $argc i32) (param $argv i32) (result i32)
    (local.get $argv)))
