;; A start function ends the program, with statuses of every size.
;; cli: run @
;; expect: exit 7
;; link: error[5002]
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $start (call $exit (i32.const 7)))
  (start $start))
