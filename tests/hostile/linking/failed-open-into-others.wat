;; A library writes into main's memory and table while it is made, and then traps: what it wrote is
;; taken back, or the link can be used no more.
;; calls:
;;   first -> 1
;;   @fails open bad bad.txt -> trap[5002]
;;   @read main 0 4 -> 6d61696e
;;   first -> error[5022]
(module
  (type $get (func (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "main")
  (table (export "table") 2 funcref)
  (elem (i32.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "first") (result i32) (call_indirect (type $get) (i32.const 1))))
;;== bad.txt
(module
  (import "main" "memory" (memory 1))
  (import "main" "table" (table 2 funcref))
  (data (i32.const 0) "evil")
  (elem (i32.const 1) $two)
  (func $two (result i32) (i32.const 2))
  (func $start (unreachable))
  (start $start))
