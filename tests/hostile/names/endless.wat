;; Names of a whole memory: no more than a name's limit is read of it. One at the limit is a name.
;; calls:
;;   open 0 -> error[5020]
;;   ---
;;   symbol 1 0 -> error[5020]
;;   ---
;;   bridge 1 0 -> error[5020]
;;   ---
;;   end 1025 -> ok
;;   open 0 -> error[5020]
;;   ---
;;   end 1024 -> ok
;;   open 0 -> 0
;;   symbol 1 0 -> 0
;;   bridge 1 0 -> 0
(module
  (func (export "open") (import "env" "rb_dlopen") (param i32) (result i32))
  (func (export "symbol") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (func (export "bridge") (import "env" "rb_bridge") (param i32 i32) (result i32))
  (memory 256)
  (table 1 funcref)
  (func (export "end") (param i32) (i32.store8 (local.get 0) (i32.const 0)))
  (func $fill (memory.fill (i32.const 0) (i32.const 0x6e) (i32.const 0x1000000)))
  (start $fill))
;;== side.wat
(module (memory 1) (table 1 funcref))
