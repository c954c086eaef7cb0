;; The whole file system is granted, by its name and by other names for it.
;; setup: symlink / root
;; cli: run @ --dir /=/
;; expect: error[5009]
;; cli: run @ --dir /x=/../
;; expect: error[5009]
;; cli: run @ --dir /x=/.
;; expect: error[5009]
;; cli: run @ --dir /x=root
;; expect: error[5009]
;; cli: run @ --dir /x=/etc/..
;; expect: error[5009]
;; cli: run @ --dir /x=nothing
;; expect: error[5010]
;; cli: run @ --dir /x=main.wat
;; expect: error[5010]
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "_start")))
