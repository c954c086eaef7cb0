;; The same with a lower limit, and both directions together.
;; limits: broker_slots=5
;; calls:
;;   side.to 1 -> 1
;;   side.to 2 -> 2
;;   side.to 3 -> 3
;;   side.to 4 -> 4
;;   side.to 5 -> 5
;;   side.to 5 -> 5
;;   side.to 6 -> trap[5019]
;;   ---
;;   @rehome side 1 main -> 1
;;   @rehome side 2 main -> 2
;;   @rehome side 3 main -> 3
;;   @rehome side 4 main -> 4
;;   @rehome side 5 main -> 5
;;   @rehome side 6 main -> error[5019]
;;   @rehome side 5 main -> 5
;;   @release main 2 -> ok
;;   @rehome side 6 main -> 2
(module (memory 1) (table 1 funcref))
;;== side.wat
(module
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table 8 funcref)
  (elem (i32.const 1) $f $f $f $f $f $f $f)
  (func $f))
