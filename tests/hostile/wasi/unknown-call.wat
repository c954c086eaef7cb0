;; Asks for calls that WASI does not have, and for those it has with other types.
;; link: error[5012]
(module
  (import "wasi_snapshot_preview1" "proc_exec" (func (param i32)))
  (import "wasi_snapshot_preview1" "fd_write" (func (param i64) (result f32)))
  (memory (export "memory") 1))
