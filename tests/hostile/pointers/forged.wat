;; Numbers that are no function pointers.
;; calls:
;;   side.to 2 -> trap[5017]
;;   ---
;;   side.to 3 -> trap[5017]
;;   ---
;;   side.to 0x80000000 -> trap[5017]
;;   ---
;;   side.to 0xffffffff -> trap[5017]
;;   ---
;;   side.to 0xfffffffe -> trap[5017]
;;   ---
;;   side.to 0 -> 0
;;   @rehome side 0xffffffffffffffff main -> error[5017]
;;   @rehome side 0x100000001 main -> error[5017]
;;   @rehome side 2 main -> error[5017]
;;   @rehome side 0 main -> 0
;;   @release main 1 -> error[5017]
;;   side.to 1 -> 1
(module (memory 1) (table 1 funcref))
;;== side.wat
(module
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table 3 funcref)
  (elem (i32.const 1) $f)
  (func $f))
