;; Uses a pointer after it was released: a trap until the slot is given out again.
;; calls:
;;   side.to 1 -> 1
;;   call 1 -> 7
;;   @rehome side 1 main -> 1
;;   @release main 1 -> ok
;;   @release main 1 -> error[5017]
;;   call 1 -> trap[5017]
(module
  (type $is (func (result i32)))
  (memory 1)
  (table 1 funcref)
  (func (export "call") (param i32) (result i32) (call_indirect (type $is) (local.get 0))))
;;== side.wat
(module
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func $f (result i32) (i32.const 7)))
