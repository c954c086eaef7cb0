;; A library that is too much for the limits of the link: refused, and the link goes on.
;; limits: memory=192KiB table_elements=100 modules=3
;; calls:
;;   @fails open bad memory.txt -> error[5020]
;;   @fails open bad table.txt -> error[5020]
;;   @open a small.txt -> ok
;;   @open b small.txt -> ok
;;   @fails open c small.txt -> error[5020]
;;   one -> 1
(module (memory 1) (func (export "one") (result i32) (i32.const 1)))
;;== memory.txt
(module (memory 3))
;;== table.txt
(module (table 101 funcref))
;;== small.txt
(module (func))
