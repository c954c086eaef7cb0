;; Calls a pointer of another module with every signature but its own.
;; calls:
;;   side.to 1 -> 1
;;   as_i64 1 -> trap[5018]
;;   ---
;;   side.to 1 -> 1
;;   as_void 1 -> trap[5018]
;;   ---
;;   side.to 1 -> 1
;;   as_many 1 -> trap[5018]
;;   ---
;;   side.to 1 -> 1
;;   as_is 1 -> 7
(module
  (type $is (func (result i32)))
  (type $i64 (func (result i64)))
  (type $void (func))
  (type $many (func (param i32 i32 i32) (result i32)))
  (memory 1)
  (table 1 funcref)
  (func (export "as_is") (param i32) (result i32) (call_indirect (type $is) (local.get 0)))
  (func (export "as_i64") (param i32) (result i64) (call_indirect (type $i64) (local.get 0)))
  (func (export "as_void") (param i32) (call_indirect (type $void) (local.get 0)))
  (func (export "as_many") (param i32) (result i32)
    (call_indirect (type $many) (i32.const 1) (i32.const 2) (i32.const 3) (local.get 0))))
;;== side.wat
(module
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func $f (result i32) (i32.const 7)))
