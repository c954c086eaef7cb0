;; Every call goes through the host (`invoke_v`): frames of the host count, too.
;; stacks: 256 1024 2048 8192 unlimited
;; cli: run @ --invoke go
;; expect: trap[5002]
;; calls:
;;   go -> trap[5002]
(module
  (import "env" "invoke_v" (func $invoke (param i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $go)
  (func (export "setThrew") (param i32 i32))
  (func (export "stackSave") (result i32) (i32.const 0))
  (func (export "stackRestore") (param i32))
  (func $go (export "go") (call $invoke (i32.const 1))))
