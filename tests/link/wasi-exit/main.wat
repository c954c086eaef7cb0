;; `proc_exit` ends the program from main or from a side, and is no trap: the link can still be
;; used.
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (import "side" "leave" (func $leave (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (call $leave (i32.const 7)))
  (func (export "exit") (param $status i32) (call $exit (local.get $status)))
  (func (export "fine") (result i32) (i32.const 1)))
