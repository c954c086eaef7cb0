;; Names that are no text.
;; calls:
;;   open 0 -> error[5007]
;;   ---
;;   symbol 1 0 -> error[5007]
;;   ---
;;   bridge 1 0 -> error[5007]
;;   ---
;;   open 8 -> error[5007]
;;   ---
;;   open 16 -> error[5007]
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (func (export "symbol") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (func (export "bridge") (import "env" "rb_bridge") (param i32 i32) (result i32))
  (memory 1)
  (table 1 funcref)
  (data (i32.const 0) "\ff\fe\00")
  (data (i32.const 8) "\ed\a0\80\00")
  (data (i32.const 16) "\c0\80\00"))
;;== side.wat
(module (memory 1) (table 1 funcref))
