;; A WASI call with pointers out of bounds is refused by WASI, or traps; it reads nobody else's
;; memory.
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $fd_write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "random_get" (func $random_get (param i32 i32) (result i32)))
  (memory (export "memory") 1 1)
  (data (i32.const 65530) "bounds")
  (func (export "write") (param $iovs i32) (param $n i32) (param $n_written i32) (result i32)
    (call $fd_write (i32.const 1) (local.get $iovs) (local.get $n) (local.get $n_written)))
  (func (export "vector") (param $addr i32) (param $n_bytes i32)
    (i32.store (i32.const 0) (local.get $addr))
    (i32.store (i32.const 4) (local.get $n_bytes)))
  (func (export "random") (param $addr i32) (param $n_bytes i32) (result i32)
    (call $random_get (local.get $addr) (local.get $n_bytes))))
