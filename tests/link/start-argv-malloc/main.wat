;; Without a stack pointer, the arguments of a C `main` lie where `malloc` says.
(module
  (memory (export "memory") 1)
  (func (export "malloc") (param $n i32) (result i32) (i32.const 4096))
  (func (export "main") (param $argc i32) (param $argv i32) (result i32)
    (local.get $argv)))
