;; `_dlopen_js` of files in a folder that the guest may read: through a link that leaves it, a FIFO,
;; a folder, and by `..`.
;; setup: folder data
;; setup: fifo data/pipe
;; setup: folder data/folder
;; setup: symlink ../../secret.wat data/link
;; cli: run link.toml --invoke link
;; expect: ok
;; says: 0
;; cli: run link.toml --invoke pipe
;; expect: ok
;; says: 0
;; cli: run link.toml --invoke folder
;; expect: ok
;; says: 0
;; cli: run link.toml --invoke up
;; expect: ok
;; says: 0
;; cli: run link.toml --invoke fine
;; expect: ok
;; says: 1
(module
  (import "env" "_dlopen_js" (func $open (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_close" (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param i32) (result i32) (i32.const 8192))
  (func (export "free") (param i32))
  (data (i32.const 2000) "/data/link\00")
  (data (i32.const 2100) "/data/pipe\00")
  (data (i32.const 2200) "/data/folder\00")
  (data (i32.const 2300) "/data/../../secret.wat\00")
  (data (i32.const 2400) "/data/fine.wat\00")
  ;; next, prev, flags, five words of places, the name.
  (func $named (param $name i32) (result i32)
    (i32.store (i32.const 1000) (i32.const 8))
    (i32.store (i32.const 1008) (i32.const 2))
    (memory.copy (i32.const 1032) (local.get $name) (i32.const 64))
    (call $open (i32.const 1000)))
  (func (export "link") (result i32) (call $named (i32.const 2000)))
  (func (export "pipe") (result i32) (call $named (i32.const 2100)))
  (func (export "folder") (result i32) (call $named (i32.const 2200)))
  (func (export "up") (result i32) (call $named (i32.const 2300)))
  (func (export "fine") (result i32) (call $named (i32.const 2400))))
;;== ../secret.wat
(module)
;;== data/fine.wat
(module (@dylink.0 (mem-info)) (import "env" "memory" (memory 1)))
;;== link.toml
manifest = 1
[main]
path = "main.wat"
[main.wasi]
preopen = { "/data" = "data" }
