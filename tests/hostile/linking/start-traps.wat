;; The start function traps after it wrote into a table that another module owns: the link fails,
;; and is nobody's.
;; link: trap[5002]
;; cli: run @ --invoke go
;; expect: trap[5002]
(module
  (import "side" "t" (table 4 funcref))
  (elem (i32.const 0) $f)
  (func $f)
  (func $start (unreachable))
  (start $start)
  (func (export "go")))
;;== side.wat
(module (table (export "t") 4 funcref))
