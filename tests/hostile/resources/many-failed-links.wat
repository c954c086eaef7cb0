;; A thousand links that fail at their start leave no thread and no file open.
;; native: many-links -> trap[5002] nothing left
(module
  (memory 100)
  (table 100 funcref)
  (func $start (unreachable))
  (start $start))
;;== side.wat
(module
  (import "wasi_snapshot_preview1" "fd_write" (func (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1))
