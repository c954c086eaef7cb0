;; A memory of 64-bit addresses: what lies beyond 2^32 and beyond 2^63 does not wrap to 0.
;; calls:
;;   side.to 0 0x100000000 1 -> trap[5006]
;;   ---
;;   side.to 0 0x8000000000000000 1 -> trap[5006]
;;   ---
;;   side.to 0 0xffffffffffffffff 1 -> trap[5006]
;;   ---
;;   side.to 1 0xffffffffffffffff 2 -> trap[5006]
;;   ---
;;   side.get 0xfffffffffffffffe -> trap[5006]
;;   ---
;;   side.get 0x100000000 -> trap[5006]
;;   ---
;;   side.to 0 65536 0 -> ok
;;   side.to 0 65537 0 -> trap[5006]
(module (memory i64 1))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i64 i32))
  (func (export "get") (import "env" "main_getI32") (param i64) (result i32))
  (memory 1))
