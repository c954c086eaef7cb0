(module
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get"
    (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get"
    (func $fd_prestat_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_open"
    (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_read"
    (func $fd_read (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 1024) "text.txt")
  (data (i32.const 1040) "../link.toml")
  (data (i32.const 1060) "/etc/hostname")
  (func (export "environment") (result i32)
    (drop (call $environ_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $environ_get (i32.const 64) (i32.const 256)))
    (i32.load (i32.const 0)))
  (func (export "prestat") (result i32) (call $fd_prestat_get (i32.const 3) (i32.const 0)))
  (func (export "open") (param $name i32) (param $n_bytes i32) (param $flags i32) (param $rights
    i64)
    (result i32)
    (call $path_open (i32.const 3) (i32.const 0) (local.get $name) (local.get $n_bytes)
      (local.get $flags) (local.get $rights) (i64.const 0) (i32.const 0) (i32.const 16)))
  (func (export "read") (result i32)
    (i32.store (i32.const 32) (i32.const 2048))
    (i32.store (i32.const 36) (i32.const 100))
    (drop (call $fd_read (i32.load (i32.const 16)) (i32.const 32) (i32.const 1) (i32.const 40)))
    (i32.load (i32.const 40))))
