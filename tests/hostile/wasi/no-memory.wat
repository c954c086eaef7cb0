;; A module without a memory asks for WASI.
;; calls:
;;   go -> trap[5006]
(module
  (import "wasi_snapshot_preview1" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (func (export "go") (drop (call $write (i32.const 1) (i32.const 0) (i32.const 1) (i32.const 0)))))
