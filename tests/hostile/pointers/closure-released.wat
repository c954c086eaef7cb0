;; A guest calls a host closure after the host took it back.
;; native: closure-called-by-guest -> 6 trap[5017]
(module
  (type $t (func (param i32) (result i32)))
  (memory 1)
  (table 2 funcref)
  (func (export "call") (param i32) (result i32)
    (call_indirect (type $t) (i32.const 5) (local.get 0))))
