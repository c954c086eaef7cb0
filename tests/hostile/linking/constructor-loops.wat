;; A constructor of a side without end.
;; limits: timeout=300ms
;; link: trap[5021]
;; cli: run @ --timeout 300ms
;; expect: trap[5021]
;; cli: run @ --fuel 100000
;; expect: trap[5011]
(module (func (export "_start")))
;;== side.wat
(module (func (export "_initialize") (loop (br 0))))
