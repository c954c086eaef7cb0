;; Reads main's memory by call where it ends.
;; calls:
;;   side.i64 65528 -> 0
;;   side.i64 65529 -> trap[5006]
;;   ---
;;   side.i8 65535 -> 0
;;   side.i8 65536 -> trap[5006]
;;   ---
;;   side.i16 65535 -> trap[5006]
;;   ---
;;   side.i32 0xffffffff -> trap[5006]
;;   ---
;;   side.f64 0xfffffff9 -> trap[5006]
;;   ---
;;   side.f32 0x80000000 -> trap[5006]
(module (memory 1))
;;== side.wat
(module
  (func (export "i8") (import "env" "main_getI8") (param i32) (result i32))
  (func (export "i16") (import "env" "main_getI16") (param i32) (result i32))
  (func (export "i32") (import "env" "main_getI32") (param i32) (result i32))
  (func (export "i64") (import "env" "main_getI64") (param i32) (result i64))
  (func (export "f32") (import "env" "main_getF32") (param i32) (result f32))
  (func (export "f64") (import "env" "main_getF64") (param i32) (result f64))
  (memory 1))
