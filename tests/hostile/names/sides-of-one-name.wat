;; Two sides of one name.
;; cli: run main.wat -s a=side.wat -s a=main.wat
;; expect: error[5014]
(module)
;;== side.wat
(module)
