;; Copies nothing from and to addresses past the end: allowed at the end, a trap behind it.
;; calls:
;;   side.to 65536 65536 0 -> ok
;;   side.to 65537 0 0 -> trap[5006]
;;   ---
;;   side.to 0 65537 0 -> trap[5006]
;;   ---
;;   side.to_fb 65536 65536 0 -> ok
;;   side.to_fb 65537 0 0 -> trap[5006]
;;   ---
;;   side.to_fb 0 65537 0 -> trap[5006]
;;   ---
;;   side.to 0xffffffff 0xffffffff 0 -> trap[5006]
(module (memory 1))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i32 i32))
  (func (export "to_fb") (import "env" "mts_memcpy_fb") (param i32 i32 i32))
  (memory 1))
