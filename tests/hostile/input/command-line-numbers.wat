;; Numbers on the command line that no machine has.
;; cli: run @ --fuel 18446744073709551615 --invoke go
;; expect: ok
;; cli: run @ --fuel 18446744073709551616 --invoke go
;; expect: error[5025]
;; cli: run @ --max-memory 18446744073709551615 --invoke go
;; expect: ok
;; cli: run @ --max-memory 99999999999GiB --invoke go
;; expect: error[5025]
;; cli: run @ --timeout 99999999999999999999s --invoke go
;; expect: error[5025]
;; cli: run @ --timeout 18446744073s --invoke go
;; expect: ok
;; cli: run @ --timeout 0ms --invoke go
;; expect: trap[5021]
;; cli: run @ --stack-size 18446744073709551615 --invoke go
;; expect: ok
;; cli: run @ --invoke go 1
;; expect: error[5007]
(module (func (export "go")))
