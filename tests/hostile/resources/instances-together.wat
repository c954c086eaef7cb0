;; Opens and closes libraries without end: a link frees no instance, so that their number has a
;; limit.
;; cli: run main.wat --limit instances=1 --invoke go
;; expect: ok
;; cli: run main.wat -s side.wat --limit instances=1 --invoke go
;; expect: error[5020]
(module (func (export "go")))
;;== side.wat
(module)
