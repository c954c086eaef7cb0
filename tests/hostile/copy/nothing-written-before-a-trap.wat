;; Copies that end one byte too far, at either end and in every size class: not one byte changes.
;; calls:
;;   side.to 65529 0 8 -> trap[5006]
;;   @read side 65528 8 -> 5353535353535353
;;   ---
;;   side.to 65520 0 17 -> trap[5006]
;;   @read side 65520 16 -> 53535353535353535353535353535353
;;   ---
;;   side.to 65504 0 33 -> trap[5006]
;;   @read side 65504 4 -> 53535353
;;   ---
;;   side.to 65472 0 65 -> trap[5006]
;;   @read side 65472 4 -> 53535353
;;   ---
;;   side.to 65408 0 129 -> trap[5006]
;;   @read side 65408 4 -> 53535353
;;   ---
;;   side.to 61440 0 4097 -> trap[5006]
;;   @read side 61440 4 -> 53535353
;;   ---
;;   side.to 0 61440 4097 -> trap[5006]
;;   @read side 0 4 -> 53535353
;;   ---
;;   side.to_fb 61440 0 4097 -> trap[5006]
;;   @read side 61440 4 -> 53535353
;;   ---
;;   side.to_fb 0 65535 2 -> trap[5006]
;;   @read side 0 4 -> 53535353
(module (memory 1) (data (i32.const 0) "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM"))
;;== side.wat
(module
  (func (export "to") (import "env" "mts_memcpy") (param i32 i32 i32))
  (func (export "to_fb") (import "env" "mts_memcpy_fb") (param i32 i32 i32))
  (memory 1)
  (func $fill (memory.fill (i32.const 0) (i32.const 0x53) (i32.const 65536)))
  (start $fill))
