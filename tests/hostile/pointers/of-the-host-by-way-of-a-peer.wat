;; A module that imports a host function from a peer, which hands on what it imports, re-homes it:
;; refused all the same. It exports what looks like the names that the broker adds.
;; calls:
;;   side.to 1 -> trap[5009]
;;   ---
;;   side.to 2 -> 1
(module
  (memory 1) (table 1 funcref))
;;== side.wat
(module
  (import "giver" "write" (func $write (param i32 i32 i32 i32) (result i32)))
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory (export "memory") 1)
  (table 3 funcref)
  (func $own (export "rb:reference:0") (export "rb:reference:0+"))
  (elem (i32.const 1) $write $own))
;;== giver.wat
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (export "write" (func $write)))
