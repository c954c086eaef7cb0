;; Reads and writes with lists of buffers that are as long as a memory, overlap, or do not fit.
;; calls:
;;   write 0 0x10000000 -> 48
;;   ---
;;   write 0 0xffffffff -> 48
;;   ---
;;   read 0 0xffffffff -> 48
;;   ---
;;   random 0 0xffffffff -> trap[5002]
;;   ---
;;   write 0xfffffffc 1 -> trap[5006]
;;   ---
;;   one -> 1
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "one") (result i32) (i32.const 1))
  (func (export "write") (param i32 i32) (result i32)
    (call $write (i32.const 1) (local.get 0) (local.get 1) (i32.const 100)))
  (func (export "read") (param i32 i32) (result i32)
    (call $read (i32.const 0) (local.get 0) (local.get 1) (i32.const 100)))
  (func (export "random") (param i32 i32) (result i32)
    (call $random (local.get 0) (local.get 1))))
