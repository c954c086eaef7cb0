;; Re-homes a function of its own, so that the slot is remembered, writes a host function over it
;; and re-homes the same slot again. Then the other way: from a slot of another module's table,
;; where it was put by hand, and by name. Refused each time; what is no host function is not.
;; calls:
;;   side.to 1 -> 1
;;   side.to 1 -> 1
;;   side.cover -> ok
;;   side.to 1 -> trap[5009]
;;   ---
;;   side.plant -> ok
;;   other.from 3 -> trap[5009]
;;   ---
;;   other.ask -> trap[5009]
;;   ---
;;   side.to 2 -> 1
(module (memory 1) (table 1 funcref))
;;== side.wat
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (func (export "to") (import "env" "stm_addFnPtr") (param i32) (result i32))
  (memory (export "memory") 1)
  (table $t (export "table") 4 funcref)
  (elem (i32.const 1) $own $other)
  (elem declare func $write)
  (export "write" (func $write))
  (func $own)
  (func $other)
  (func (export "cover") (table.set $t (i32.const 1) (ref.func $write)))
  (func (export "plant") (table.set $t (i32.const 3) (ref.func $write))))
;;== other.wat
(module
  (import "rb:side" "addFnPtr_from" (func $from (param i32) (result i32)))
  (import "env" "rb_dlsym" (func $dlsym (param i32 i32) (result i32)))
  (import "env" "rb_dlopen" (func $dlopen (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "write\00")
  (data (i32.const 32) "side\00")
  (table 1 funcref)
  (func (export "from") (param i32) (result i32) (call $from (local.get 0)))
  (func (export "ask") (result i32)
    (call $dlsym (call $dlopen (i32.const 32)) (i32.const 16))))
