;; Loops without end where the host calls the guest: in `malloc` while a library is opened, in the
;; functions around `invoke`, at the end of the program.
;; cli: run main.wat --timeout 300ms --invoke invoke
;; expect: trap[5021]
;; cli: run flush.wat --timeout 300ms --invoke go
;; expect: trap[5021]
;; cli: run flush.wat --timeout 300ms
;; expect: trap[5021]
(module
  (import "env" "invoke_v" (func $invoke (param i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $nothing)
  (func $nothing)
  (func (export "setThrew") (param i32 i32))
  (func (export "stackSave") (result i32) (loop (br 0)) (unreachable))
  (func (export "stackRestore") (param i32))
  (func (export "invoke") (call $invoke (i32.const 1))))
;;== flush.wat
(module
  (memory (export "memory") 1)
  (func (export "fflush") (param i32) (result i32) (loop (br 0)) (unreachable))
  (func (export "main") (param i32 i32) (result i32) (i32.const 0))
  (func (export "go")))
