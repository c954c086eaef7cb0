;; A module that exports what it imports from itself: nobody defines the function, and what forwards
;; its calls would call itself.
;; cli: run @ --invoke next
;; expect: error[5015]
;; says: `side` exports `next`, which is this import: nobody defines it
;; cli: plan @
;; expect: error[5015]
;; link: error[5015]
(module (import "side" "next" (func (result i32))) (export "next" (func 0)))
;;== side.wat
(module (import "side" "next" (func (result i32))) (export "next" (func 0)))
