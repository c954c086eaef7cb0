;; A library whose second segment does not fit: nothing of its first is left in main's memory.
;; calls:
;;   @fails open bad bad.txt -> error[5006]
;;   @read main 0 4 -> 6d61696e
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "main"))
;;== bad.txt
(module
  (import "main" "memory" (memory 1))
  (data (i32.const 0) "evil")
  (data (i32.const 65535) "evil"))
