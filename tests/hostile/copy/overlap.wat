;; Both ends are one memory, and overlap: as memmove, in both directions.
;; calls:
;;   to 2 0 6 -> ok
;;   @text main 0 -> "01012345"
;;   ---
;;   to 0 2 6 -> ok
;;   @text main 0 -> "23456767"
;;   ---
;;   to 1000 0 4000 -> ok
;;   @read main 1000 8 -> 3031323334353637
;;   ---
;;   to 1 0 65535 -> ok
;;   to 1 0 65536 -> trap[5006]
(module
  (func (export "to") (import "rb:main" "memcpy_to") (param i32 i32 i32))
  (memory 1) (data (i32.const 0) "01234567"))
