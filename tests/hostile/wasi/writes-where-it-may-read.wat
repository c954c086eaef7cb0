;; Writes, creates, removes, renames and truncates in a folder that is granted for reading.
;; setup: folder data
;; setup: file data/fine ok
;; cli: run @ --dir /data=data --invoke create
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke truncate
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke unlink
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke mkdir
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke symlink
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data:rw --invoke mkdir
;; expect: ok
;; says: 0
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_unlink_file"
    (func $unlink (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory"
    (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_symlink"
    (func $symlink (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "fine")
  (data (i32.const 64) "new")
  (func $open_with (param $path i32) (param $n_bytes i32) (param $flags i32) (result i32)
    (call $open (i32.const 3) (i32.const 1) (local.get $path) (local.get $n_bytes)
      (local.get $flags) (i64.const 66) (i64.const 0) (i32.const 0) (i32.const 1024)))
  (func (export "create") (result i32)
    (call $open_with (i32.const 64) (i32.const 3) (i32.const 1)))
  (func (export "truncate") (result i32)
    (call $open_with (i32.const 0) (i32.const 4) (i32.const 8)))
  (func (export "unlink") (result i32) (call $unlink (i32.const 3) (i32.const 0) (i32.const 4)))
  (func (export "mkdir") (result i32) (call $mkdir (i32.const 3) (i32.const 64) (i32.const 3)))
  (func (export "symlink") (result i32)
    (call $symlink (i32.const 0) (i32.const 4) (i32.const 3) (i32.const 64) (i32.const 3))))
