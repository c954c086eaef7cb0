;; A library wants slots in a table that has 2^64 of them already.
;; cli: plan @
;; expect: ok
;; cli: run @ --invoke go
;; expect: error[5020]
(module
  (memory (export "memory") i64 4)
  (table (export "__indirect_function_table") i64 0xffffffffffffffff funcref)
  (global (export "__stack_pointer") (mut i64) (i64.const 1024))
  (func (export "malloc") (param i64) (result i64) (i64.const 65536))
  (func (export "go")))
;;== side.wat
(module
  (@dylink.0 (mem-info (memory 16 4) (table 5 3)))
  (import "env" "memory" (memory i64 0))
  (import "env" "__indirect_function_table" (table i64 0 funcref))
  (import "env" "__table_base" (global i64))
  (func (export "f")))
