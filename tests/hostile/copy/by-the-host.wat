;; The host itself is asked for copies at every corner of 64 bits: an error, and nothing written.
;; native: copy-edges -> 10 error[5006], 1 ok, clean
(module (memory 1) (data (i32.const 0) "main"))
;;== side.wat
(module (memory 1))
