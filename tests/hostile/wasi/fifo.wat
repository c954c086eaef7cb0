;; Opens a FIFO in the granted folder, which nobody writes to: an answer, or the deadline, but no
;; waiting without end.
;; setup: folder data
;; setup: fifo data/pipe
;; within: 3
;; cli: run @ --dir /data=data --timeout 500ms --invoke read
;; expect: trap[5021]
;; cli: run @ --dir /data=data:rw --timeout 500ms --invoke write
;; expect: ok
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "pipe")
  (func $open_with (param $rights i64) (result i32)
    (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 4) (i32.const 0)
      (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 1024)))
  (func (export "write") (result i32) (call $open_with (i64.const 64)))
  (func (export "read") (result i32)
    (drop (call $open_with (i64.const 2)))
    (i32.store (i32.const 512) (i32.const 2048))
    (i32.store (i32.const 516) (i32.const 16))
    (call $read (i32.load (i32.const 1024)) (i32.const 512) (i32.const 1) (i32.const 520))))
