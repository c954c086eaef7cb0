;; Three modules that export what they import from the next: nobody defines the function.
;; cli: run @ --invoke next
;; expect: error[5015]
;; says: each module gets it from the next, and nobody defines it
;; link: error[5015]
(module (import "a" "next" (func (result i32))) (export "next" (func 0)))
;;== a.wat
(module (import "b" "next" (func (result i32))) (export "next" (func 0)))
;;== b.wat
(module (import "main" "next" (func (result i32))) (export "next" (func 0)))
