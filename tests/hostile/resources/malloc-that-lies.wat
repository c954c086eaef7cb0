;; Main's `malloc` answers with addresses out of bounds, not aligned, and with 0: the library gets
;; no such room.
;; cli: run a.wat -s side.wat --invoke go
;; expect: error[5006]
;; cli: run b.wat -s side.wat --invoke go
;; expect: error[5006]
;; cli: run c.wat -s side.wat --invoke go
;; expect: error[5020]
(module)
;;== a.wat
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "go"))
  (func (export "malloc") (param i32) (result i32) (i32.const -16)))
;;== b.wat
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "go"))
  (func (export "malloc") (param i32) (result i32) (i32.const 65535)))
;;== c.wat
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "go"))
  (func (export "malloc") (param i32) (result i32) (i32.const 0)))
;;== side.wat
(module
  (@dylink.0 (mem-info (memory 64 2)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $base i32))
  (data (global.get $base) "written"))
