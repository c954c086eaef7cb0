;; Library ids from nowhere: none is found, and nothing happens.
;; calls:
;;   symbol 2 0 -> 0
;;   symbol 0xffffffff 0 -> 0
;;   symbol 0x80000000 0 -> 0
;;   bridge 2 0 -> 0
;;   bridge 0xffffffff 0 -> 0
;;   slots -> 1
(module
  (func (export "symbol") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (func (export "bridge") (import "env" "rb_bridge") (param i32 i32) (result i32))
  (memory 1)
  (table $t 1 funcref)
  (func (export "slots") (result i32) (table.size $t))
  (data (i32.const 0) "getI8\00"))
;;== side.wat
(module (memory 1) (table 1 funcref))
