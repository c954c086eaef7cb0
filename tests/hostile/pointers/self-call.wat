;; A pointer that calls itself across two tables without end: a trap, never an abort.
;; stacks: 256 8192
;; calls:
;;   side.go -> trap[5002]
(module
  (type $t (func))
  (memory 1)
  (table 1 funcref)
  (func (export "call") (param i32) (call_indirect (type $t) (local.get 0))))
;;== side.wat
(module
  (type $t (func))
  (import "env" "stm_addFnPtr" (func $to_main (param i32) (result i32)))
  (import "main" "call" (func $call (param i32)))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $go)
  (func $go (export "go") (call $call (call $to_main (i32.const 1)))))
