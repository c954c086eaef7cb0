;; Writes main's memory by call where it ends: a value that does not fit changes nothing.
;; calls:
;;   side.i64 65529 -1 -> trap[5006]
;;   @read main 65528 8 -> 0000000000000000
;;   ---
;;   side.i32 65533 -1 -> trap[5006]
;;   @read main 65532 4 -> 00000000
;;   ---
;;   side.i16 65535 -1 -> trap[5006]
;;   @read main 65534 2 -> 0000
;;   ---
;;   side.i8 65536 1 -> trap[5006]
;;   ---
;;   side.f64 0xffffffff 1 -> trap[5006]
(module (memory 1))
;;== side.wat
(module
  (func (export "i8") (import "env" "main_setI8") (param i32 i32))
  (func (export "i16") (import "env" "main_setI16") (param i32 i32))
  (func (export "i32") (import "env" "main_setI32") (param i32 i32))
  (func (export "i64") (import "env" "main_setI64") (param i32 i64))
  (func (export "f64") (import "env" "main_setF64") (param i32 f64))
  (memory 1))
