;; A guest nulls and overwrites slots that the broker gave out: asked again it is put right, or
;; refused; never a pointer to something else.
;; calls:
;;   side.to 1 -> 1
;;   wipe -> ok
;;   call 1 -> trap[5017]
;;   ---
;;   side.to 1 -> 1
;;   wipe -> ok
;;   side.to 1 -> 1
;;   call 1 -> 7
;;   side.wipe -> ok
;;   side.to 1 -> trap[5017]
(module
  (type $is (func (result i32)))
  (memory 1)
  (table $t 1 funcref)
  (func (export "wipe")
    (table.fill $t (i32.const 0) (ref.null func) (table.size $t)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $is) (local.get 0))))
;;== side.wat
(module
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table $t 2 funcref)
  (elem (i32.const 1) $f)
  (func (export "wipe")
    (table.fill $t (i32.const 0) (ref.null func) (table.size $t)))
  (func $f (result i32) (i32.const 7)))
