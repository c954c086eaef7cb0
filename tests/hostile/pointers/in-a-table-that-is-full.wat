;; Main's table can have no more slots, and main has filled all it has.
;; limits: table_elements=4
;; calls:
;;   side.to 1 -> trap[5019]
;;   ---
;;   @rehome side 1 main -> error[5019]
;;   one -> 1
(module
  (memory 1)
  (table 4 4 funcref)
  (elem (i32.const 0) $f $f $f $f)
  (func $f)
  (func (export "one") (result i32) (i32.const 1)))
;;== side.wat
(module
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func $f))
