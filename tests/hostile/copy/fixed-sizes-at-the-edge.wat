;; The copies of fixed sizes, one byte too far.
;; calls:
;;   side.c8 65528 65528 -> ok
;;   side.c8 65529 0 -> trap[5006]
;;   @read side 65529 4 -> 00000000
;;   ---
;;   side.c8 0 65529 -> trap[5006]
;;   ---
;;   side.c4 65533 0 -> trap[5006]
;;   ---
;;   side.c2 0xffffffff 0 -> trap[5006]
;;   ---
;;   side.c1 65535 65535 -> ok
;;   side.c1 65536 0 -> trap[5006]
(module (memory 1) (data (i32.const 0) "main main"))
;;== side.wat
(module
  (func (export "c8") (import "env" "mts_memcpy8") (param i32 i32))
  (func (export "c4") (import "env" "mts_memcpy4") (param i32 i32))
  (func (export "c2") (import "env" "mts_memcpy2") (param i32 i32))
  (func (export "c1") (import "env" "mts_memcpy1") (param i32 i32))
  (memory 1))
