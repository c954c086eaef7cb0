;; A library's start function writes to main, then one that it needs cannot be made: what the start
;; function did stays, so the link is not to be used any more.
;; calls:
;;   @fails open l0 lib/l0.txt -> trap[5006]
;;   read -> error[5022]
(module
  (@dylink.0 (mem-info))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 4 funcref)
  (func (export "read") (result i32) (i32.load (i32.const 128))))
;;== lib/l0.txt
(module
  (@dylink.0 (mem-info) (needed "l1.wat"))
  (import "env" "memory" (memory 1))
  (func $start (i32.store (i32.const 128) (i32.const 77)))
  (start $start))
;;== lib/l1.wat
(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 1))
  (data (i32.const 500000000) "x"))
