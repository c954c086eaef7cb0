;; The host itself is asked for copies at every corner of 64 bits: an error, and nothing written.
;; native: copy-edges -> error[5006] error[5006] error[5006] error[5006] ok error[5006] error[5006] error[5006] error[5006] error[5006] error[5006] clean
(module (memory 1) (data (i32.const 0) "main"))
;;== side.wat
(module (memory 1))
