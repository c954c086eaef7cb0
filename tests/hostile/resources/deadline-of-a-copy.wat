;; Copies in a loop without end through the bridge, the fallback and the re-homer.
;; limits: timeout=300ms
;; calls:
;;   side.copies -> trap[5021]
;;   ---
;;   side.pointers -> trap[5021]
(module (memory 16) (table 1 funcref))
;;== side.wat
(module
  (import "env" "mts_memcpy" (func $to (param i32 i32 i32)))
  (import "env" "mts_memcpy_fb" (func $to_fb (param i32 i32 i32)))
  (import "env" "stm_addFnPtr" (func $pointer (param i32) (result i32)))
  (memory 16)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func $f)
  (func (export "copies")
    (loop $again
      (call $to (i32.const 0) (i32.const 0) (i32.const 0x100000))
      (call $to_fb (i32.const 1) (i32.const 0) (i32.const 0xfffff))
      (br $again)))
  (func (export "pointers")
    (loop $again (drop (call $pointer (i32.const 1))) (br $again))))
