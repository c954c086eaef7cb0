;; Library paths that are no folders.
;; setup: fifo pipe
;; cli: run main.wat --library-path nothing
;; expect: error[5008]
;; cli: run main.wat --library-path main.wat
;; expect: error[5008]
;; cli: run main.wat --library-path pipe
;; expect: error[5008]
(module (func (export "_start")))
