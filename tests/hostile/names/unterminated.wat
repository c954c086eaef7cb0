;; Names that run out of the memory, for every function that takes one.
;; calls:
;;   open 65532 -> error[5006]
;;   ---
;;   open 65536 -> error[5006]
;;   ---
;;   open 0xffffffff -> error[5006]
;;   ---
;;   symbol 0 65532 -> error[5006]
;;   ---
;;   symbol 1 0xffffffff -> error[5006]
;;   ---
;;   bridge 1 65532 -> error[5006]
;;   ---
;;   bridge 0xffffffff 0x80000000 -> error[5006]
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (func (export "symbol") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (func (export "bridge") (import "env" "rb_bridge") (param i32 i32) (result i32))
  (memory 1)
  (table 1 funcref)
  (data (i32.const 65532) "name"))
;;== side.wat
(module (memory 1) (table 1 funcref))
