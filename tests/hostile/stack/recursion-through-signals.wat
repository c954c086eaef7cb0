;; Every call goes through the host's call of a signal handler.
;; stacks: 256 8192
;; cli: run @ --invoke go
;; expect: trap[5002]
(module
  (import "env" "__call_sighandler" (func $call (param i32 i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $go)
  (func $go (param i32) (call $call (i32.const 1) (i32.const 2)))
  (func (export "go") (call $go (i32.const 0))))
