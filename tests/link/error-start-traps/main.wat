;; A start function that traps fails the link; what it did before cannot be seen any more.
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func $start
    (i32.store (i32.const 65536) (i32.const 1)))
  (start $start))
