;; WASI preview 1 has 32-bit addresses only: a 64-bit module cannot be served, and is told so.
(module
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i64 i64 i64) (result i32)))
  (memory i64 1))
