(module
  (import "wasi_snapshot_preview1" "poll_oneoff"
    (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (global $TIMEOUT_NS i64 (i64.const 3_600_000_000_000))

  ;; Waits for an hour, by the realtime clock (0) or the monotonic one (1).
  (func (export "wait") (param $clock i32) (result i32)
    (i32.store (i32.const 16) (local.get $clock))
    (i64.store (i32.const 24) (global.get $TIMEOUT_NS))
    (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128)))

  ;; Waits for a nanosecond: that is within the time.
  (func (export "blink") (result i32)
    (i32.store (i32.const 16) (i32.const 1))
    (i64.store (i32.const 24) (i64.const 1))
    (call $poll (i32.const 0) (i32.const 64) (i32.const 1) (i32.const 128))))
