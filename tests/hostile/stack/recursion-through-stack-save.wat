;; The function that saves the stack for the host asks the host to save the stack.
;; stacks: 256 8192
;; cli: run @ --invoke go
;; expect: trap[5002]
(module
  (import "env" "invoke_v" (func $invoke (param i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $nothing)
  (func $nothing)
  (func (export "setThrew") (param i32 i32))
  (func $save (export "stackSave") (result i32) (call $invoke (i32.const 1)) (i32.const 0))
  (func (export "stackRestore") (param i32))
  (func (export "go") (call $invoke (i32.const 1))))
