;; Sleeps for ten seconds in a WASI call: over at the deadline, and not when it pleases.
;; within: 5
;; cli: run @ --timeout 300ms --invoke go
;; expect: trap[5021]
(module
  (import "wasi_snapshot_preview1" "poll_oneoff"
    (func $poll (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  ;; A subscription to the monotonic clock: its number, the kind, the clock, 10^10 nanoseconds.
  (data (i32.const 16) "\01\00\00\00")
  (data (i32.const 24) "\00\e4\0b\54\02\00\00\00")
  (func (export "go")
    (drop (call $poll (i32.const 0) (i32.const 256) (i32.const 1) (i32.const 512)))))
