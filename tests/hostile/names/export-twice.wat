;; Two exports of one name: no valid module.
;; cli: inspect main.wat
;; expect: error[5000]
;; cli: run main.wat
;; expect: error[5000]
;; link: error[5000]
(module (func (export "a")) (memory (export "a") 1))
