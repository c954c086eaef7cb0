;; Names on the command line that would spoil the terminal of who reads the error.
;; cli: run main.wat --invoke
;; expect: error[5025]
;; cli: run no-such.wat
;; expect: error[5008]
;; cli: inspect
;; expect: error[5025]
(module)
