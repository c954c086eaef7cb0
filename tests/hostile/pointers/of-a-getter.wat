;; Re-homes an accessor of the side's memory: a helper's function, harmless and the same each time.
;; calls:
;;   side.to 1 -> 1
;;   side.to 1 -> 1
(module (memory 1) (table 1 funcref))
;;== side.wat
(module
  (import "env" "main_getI8" (func $get (param i32) (result i32)))
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $get))
