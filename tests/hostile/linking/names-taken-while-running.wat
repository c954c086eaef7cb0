;; A library that is opened under a name that is taken, or reserved.
;; calls:
;;   @fails open main small.txt -> error[5014]
;;   @fails open env small.txt -> error[5014]
;;   @fails open rb:main small.txt -> error[5014]
;;   @open a small.txt -> ok
;;   @fails open a small.txt -> error[5014]
;;   one -> 1
(module (func (export "one") (result i32) (i32.const 1)))
;;== small.txt
(module (func))
