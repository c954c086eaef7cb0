;; Asks for as many random bytes as the link may have memory, and for a list of a million buffers.
;; rss: 300
;; within: 20
;; limits: memory=64MiB timeout=2s
;; calls:
;;   random 0 0x4000000 -> 0
;;   write 0 0x800000 -> trap[5002]
(module
  (import "wasi_snapshot_preview1" "random_get" (func $random (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1024)
  (func (export "write") (param i32 i32) (result i32)
    (memory.fill (i32.const 0) (i32.const 0) (i32.const 0x4000000))
    (call $write (i32.const 77) (local.get 0) (local.get 1) (i32.const 100))
    drop
    (unreachable))
  (func (export "random") (param i32 i32) (result i32)
    (call $random (local.get 0) (local.get 1))))
