;; A WASI command that ends well and says so.
(module $ends
  (import "wasi_snapshot_preview1" "proc_exit" (func $proc_exit (param i32)))

  (memory (export "memory") 1)

  (global $SUCCESS i32 (i32.const 0))

  ;; Never returns.
  (func (export "_start")
    (call $proc_exit (global.get $SUCCESS))))
