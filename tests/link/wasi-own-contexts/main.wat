(module
  (import "wasi_snapshot_preview1" "environ_sizes_get"
    (func $environ_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "environ_get"
    (func $environ_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_sizes_get"
    (func $args_sizes_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $args_get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_prestat_get"
    (func $fd_prestat_get (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "environment") (result i32)
    (drop (call $environ_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $environ_get (i32.const 64) (i32.const 256)))
    (i32.load (i32.const 0)))
  (func (export "arguments") (result i32)
    (drop (call $args_sizes_get (i32.const 0) (i32.const 4)))
    (drop (call $args_get (i32.const 64) (i32.const 512)))
    (i32.load (i32.const 0)))
  (func (export "pointer") (param $idx i32) (result i32)
    (i32.load (i32.add (i32.const 64) (i32.shl (local.get $idx) (i32.const 2)))))
  (func (export "prestat") (result i32) (call $fd_prestat_get (i32.const 3) (i32.const 0)))
  (func (export "_start")))
