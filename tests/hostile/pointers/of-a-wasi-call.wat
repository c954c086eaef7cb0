;; Re-homes a host function: main is to call the side's `fd_write`, which would work on the side's
;; memory with main's addresses. Refused.
;; calls:
;;   side.to 1 -> trap[5009]
(module (memory 1) (table 1 funcref))
;;== side.wat
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory (export "memory") 1)
  (table 2 funcref)
  (elem (i32.const 1) $write))
