;; Opens what is not in the granted folder: up, absolute, through links of both kinds, with a NUL.
;; setup: folder data
;; setup: file data/fine ok
;; setup: file secret no
;; setup: symlink ../secret data/link
;; setup: symlink /etc/passwd data/absolute
;; setup: symlink .. data/up
;; cli: run @ --dir /data=data --invoke open 0 4
;; expect: ok
;; says: 0
;; cli: run @ --dir /data=data --invoke open 64 9
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke open 128 11
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke open 192 4
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke open 256 8
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke open 320 9
;; expect: ok
;; says: 63
;; cli: run @ --dir /data=data --invoke open 384 6
;; expect: ok
;; says: 28
;; cli: run @ --dir /data=data --invoke open 0xfffffff0 100
;; expect: trap[5006]
;; cli: run @ --dir /data=data --invoke open 0 0xffffffff
;; expect: ok
;; says: 48
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "fine")
  (data (i32.const 64) "../secret")
  (data (i32.const 128) "/etc/passwd")
  (data (i32.const 192) "link")
  (data (i32.const 256) "absolute")
  (data (i32.const 320) "up/secret")
  (data (i32.const 384) "fi\00ne!")
  (func (export "open") (param $path i32) (param $n_bytes i32) (result i32)
    (call $open (i32.const 3) (i32.const 1) (local.get $path) (local.get $n_bytes) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 1024))))
