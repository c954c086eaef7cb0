;; Ends with statuses that a system has no room for, and from within a call of a side.
;; cli: run @ --invoke leave 0
;; expect: exit 0
;; cli: run @ --invoke leave 255
;; expect: exit 255
;; cli: run @ --invoke leave 256
;; expect: exit 0
;; cli: run @ --invoke leave -1
;; expect: exit 255
;; cli: run @ --invoke leave 134
;; expect: exit 134
;; calls:
;;   leave 0x7fffffff -> exit 2147483647
;;   one -> 1
(module
  (import "side" "leave" (func $leave (param i32)))
  (func (export "one") (result i32) (i32.const 1))
  (func (export "leave") (param i32) (call $leave (local.get 0))))
;;== side.wat
(module
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "leave") (param i32) (call $exit (local.get 0))))
