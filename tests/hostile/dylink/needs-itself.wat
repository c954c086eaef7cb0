;; A library that needs itself, and two that need each other.
;; calls:
;;   @dlopen a.wat -> ok
;;   @dlopen b.wat -> ok
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param i32) (result i32) (i32.const 1024)))
;;== lib/a.wat
(module (@dylink.0 (mem-info) (needed "a.wat")) (import "env" "memory" (memory 1)))
;;== lib/b.wat
(module (@dylink.0 (mem-info) (needed "c.wat")) (import "env" "memory" (memory 1)))
;;== lib/c.wat
(module (@dylink.0 (mem-info) (needed "b.wat")) (import "env" "memory" (memory 1)))
