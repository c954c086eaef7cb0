;; Copies 2^31 bytes: a signed compare would call that negative, and copy nothing.
;; calls:
;;   side.to 0 0 0x80000000 -> trap[5006]
;;   ---
;;   side.from 0 0 0x80000000 -> trap[5006]
;;   ---
;;   side.to_fb 0 0 0x80000000 -> trap[5006]
;;   ---
;;   side.from_fb 0 0 0x80000000 -> trap[5006]
;;   @read main 0 4 -> 6d61696e
;;   @read side 0 4 -> 73696465
(module (memory 1) (data (i32.const 0) "main"))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i32 i32))
  (func (export "from") (import "env" "stm_memcpy") (param i32 i32 i32))
  (func (export "to_fb") (import "env" "mts_memcpy_fb") (param i32 i32 i32))
  (func (export "from_fb") (import "env" "stm_memcpy_fb") (param i32 i32 i32))
  (memory 1) (data (i32.const 0) "side"))
