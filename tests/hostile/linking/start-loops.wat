;; A start function, a constructor and an entry without end: stopped at the deadline.
;; limits: timeout=300ms
;; link: trap[5021]
;; cli: run @ --timeout 300ms
;; expect: trap[5021]
;; cli: run @ --timeout 300ms --invoke go
;; expect: trap[5021]
(module (func $start (loop (br 0))) (start $start) (func (export "go")))
