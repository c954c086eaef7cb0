;; Nothing was granted: no folder, no variable, no argument but the program's name.
;; cli: run @ --invoke prestat
;; expect: ok
;; says: 8
;; cli: run @ --invoke variables
;; expect: ok
;; says: 0
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $sizes (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "prestat") (result i32) (call $prestat (i32.const 3) (i32.const 0)))
  (func (export "variables") (result i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (i32.load (i32.const 0))))
