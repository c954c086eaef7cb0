;; Uses file numbers that others have, and that nobody has: each module has its own context.
;; setup: folder data
;; cli: run link.toml --invoke sides
;; expect: ok
;; says: 8
;; cli: run link.toml --invoke own
;; expect: ok
;; says: 0
;; cli: run link.toml --invoke wild
;; expect: ok
;; says: 8
(module
  (import "side" "look" (func $look (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "own") (result i32) (call $prestat (i32.const 3) (i32.const 0)))
  (func (export "wild") (result i32) (call $prestat (i32.const -1) (i32.const 0)))
  (func (export "sides") (result i32) (call $look (i32.const 3))))
;;== side.wat
(module
  (import "wasi_snapshot_preview1" "fd_prestat_get" (func $prestat (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "look") (param i32) (result i32) (call $prestat (local.get 0) (i32.const 0))))
;;== link.toml
manifest = 1
[main]
path = "main.wat"
[main.wasi]
preopen = { "/data" = "data" }
[side.side]
path = "side.wat"
