;; Memories without a page: nothing can be copied but nothing.
;; calls:
;;   side.to 0 0 0 -> ok
;;   side.to 0 0 1 -> trap[5006]
;;   ---
;;   side.to_fb 0 0 0 -> ok
;;   side.to_fb 0 0 1 -> trap[5006]
;;   ---
;;   side.to 1 0 0 -> trap[5006]
(module (memory 0))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i32 i32))
  (func (export "to_fb") (import "env" "mts_memcpy_fb") (param i32 i32 i32))
  (memory 0))
