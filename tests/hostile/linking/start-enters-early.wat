;; A start function calls a side whose constructor has not run: refused, unless it is let through.
;; link: trap[5023]
;; cli: run @ --invoke done
;; expect: trap[5023]
;; says: before its constructors had finished
;; cli: run @ --allow early-calls --invoke done
;; expect: exit 0
(module
  (import "side" "f" (func $f))
  (func $begin (call $f))
  (start $begin)
  (func (export "done")))
;;== side.wat
(module
  (func (export "f"))
  (func (export "_initialize")))
