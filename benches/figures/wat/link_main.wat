;; link_main: the main module of links of any number of sides; it reads the memory of each.
;;
;; Template parameter, put in by `link.rs`: GETTERS is one import of `getI32` for each side.
(module
  GETTERS
  (memory $memory (export "memory") 1)
  (table $table (export "table") 4 funcref)
  (elem (table $table) (i32.const 1) func $identity $identity $identity)

  ;; Gives $x.
  (func $identity (param $x i32) (result i32) (local.get $x)))
