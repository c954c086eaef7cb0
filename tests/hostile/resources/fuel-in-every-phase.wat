;; Fuel runs out in a start function, a constructor, an entry, a call: 5011 each time.
;; cli: run a.wat --fuel 1000
;; expect: trap[5011]
;; cli: run b.wat --fuel 1000
;; expect: trap[5011]
;; cli: run c.wat --fuel 1000
;; expect: trap[5011]
;; cli: run c.wat --fuel 1000 --invoke f
;; expect: trap[5011]
;; cli: run c.wat --fuel 0 --invoke f
;; expect: trap[5011]
(module)
;;== a.wat
(module (func $f (loop (br 0))) (start $f))
;;== b.wat
(module (func (export "_initialize") (loop (br 0))))
;;== c.wat
(module (func $f (export "f") (loop (br 0))) (export "_start" (func $f)))
