;; Limits whose least is more than their most, which make the engine panic where nobody checks.
;; cli: run a.wat
;; expect: error[5000]
;; cli: run b.wat
;; expect: error[5000]
;; cli: run c.wat
;; expect: error[5000]
;; cli: run d.wat -s a=e.wat
;; expect: error[5013]
(module)
;;== a.wat
(module (memory 2 1))
;;== b.wat
(module (import "env" "memory" (memory 2 1)))
;;== c.wat
(module (table 2 1 funcref))
;;== d.wat
(module (import "a" "m" (memory 2 3)))
;;== e.wat
(module (memory (export "m") 1 4))
