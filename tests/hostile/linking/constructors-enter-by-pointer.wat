;; A constructor turns a pointer of main's, which nobody gave it, into one of its own and calls it:
;; main then calls the side through an import, and is refused.
;; link: trap[5023]
(module
  (import "side" "f" (func $f))
  (memory (export "memory") 1)
  (table 2 funcref)
  (func $g (call $f))
  (elem (i32.const 1) func $g))
;;== side.wat
(module
  (import "env" "mts_addFnPtr" (func $mts (param i32) (result i32)))
  (memory (export "memory") 1)
  (table 1 funcref)
  (func (export "f"))
  (func (export "_initialize")
    (call_indirect (call $mts (i32.const 1)))))
