;; Moves a quarter of a gibibyte with a hundred units of fuel, four ways.
;; limits: fuel=100
;; calls:
;;   fill -> trap[5011]
;;   ---
;;   copy -> trap[5011]
;;   ---
;;   side.to 0 0 0x10000000 -> trap[5011]
;;   ---
;;   side.to_fb 0 0 0x10000000 -> trap[5011]
(module
  (memory 4096)
  (func (export "fill") (memory.fill (i32.const 0) (i32.const 0) (i32.const 0x10000000)))
  (func (export "copy") (memory.copy (i32.const 1) (i32.const 0) (i32.const 0xfffffff))))
;;== side.wat
(module
  (import "env" "mts_memcpy" (func $to (param i32 i32 i32)))
  (import "env" "mts_memcpy_fb" (func $to_fb (param i32 i32 i32)))
  (memory 4096)
  (func (export "to") (param i32 i32 i32) (call $to (local.get 0) (local.get 1) (local.get 2)))
  (func (export "to_fb") (param i32 i32 i32)
    (call $to_fb (local.get 0) (local.get 1) (local.get 2))))
