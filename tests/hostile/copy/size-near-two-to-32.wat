;; Copies so many bytes that address and size together are small again when 32 bits are kept.
;; calls:
;;   side.to 16 16 0xfffffff0 -> trap[5006]
;;   ---
;;   side.to 0 16 0xfffffff8 -> trap[5006]
;;   ---
;;   side.from 16 0 0xffffffff -> trap[5006]
;;   ---
;;   side.to 0xfffffff0 0 0x20 -> trap[5006]
;;   ---
;;   side.to 0 0xfffffff0 0x20 -> trap[5006]
;;   ---
;;   side.from 0xffffffff 0xffffffff 1 -> trap[5006]
;;   @read main 0 4 -> 6d61696e
;;   @read side 0 4 -> 73696465
(module (memory 1) (data (i32.const 0) "main"))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i32 i32))
  (func (export "from") (import "env" "stm_memcpy") (param i32 i32 i32))
  (memory 1) (data (i32.const 0) "side"))
