;; A toolchain without 64-bit integers in imports splits them in two, low half first.
(module
  (import "wasi_snapshot_preview1" "fd_seek"
    (func $fd_seek (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "clock_time_get"
    (func $clock_time_get (param i32 i32 i32 i32) (result i32)))
  (memory 1)
  (func (export "seek") (result i32)
    (call $fd_seek (i32.const 77) (i32.const 0) (i32.const 0) (i32.const 0) (i32.const 16)))
  (func (export "clock") (result i32)
    (call $clock_time_get (i32.const 1) (i32.const 0) (i32.const 0) (i32.const 32)))
  (func (export "time_is_set") (result i32)
    (i64.ne (i64.load (i32.const 32)) (i64.const 0))))
