;; A library that wants what nobody has, and what was not granted: refused before it is made, and
;; the link goes on.
;; calls:
;;   @fails open bad bad.txt -> error[5012]
;;   @read main 0 4 -> 6d61696e
;;   @fails open bad bad.txt -> error[5012]
;;   one -> 1
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "main")
  (func (export "one") (result i32) (i32.const 1)))
;;== bad.txt
(module
  (import "main" "memory" (memory 1))
  (import "host" "secret" (func))
  (data (i32.const 0) "evil")
  (func $start (unreachable))
  (start $start))
