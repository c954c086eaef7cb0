;; Opens a FIFO in the granted folder, which nobody writes to or reads from, also by way of a link,
;; of a long path, and through the system calls of emscripten: refused at once where the link has a
;; deadline, since nobody could end the waiting. The flag for not waiting comes too late there.
;; setup: folder data
;; setup: fifo data/pipe
;; setup: symlink pipe data/link
;; within: 3
;; cli: run @ --dir /data=data --timeout 500ms --invoke read
;; expect: ok
;; says: 60
;; cli: run @ --dir /data=data:rw --timeout 500ms --invoke write
;; expect: ok
;; says: 60
;; cli: run @ --dir /data=data --timeout 500ms --invoke through_link
;; expect: ok
;; says: 60
;; cli: run @ --dir /data=data --timeout 500ms --invoke long
;; expect: ok
;; says: 37
;; cli: run @ --dir /data=data --timeout 500ms --invoke past_the_end
;; expect: trap[5006]
;; cli: run @ --dir /data=data --timeout 500ms --invoke without_waiting
;; expect: ok
;; says: 60
;; cli: run @ --dir /data=data --timeout 500ms --invoke by_system_call
;; expect: ok
;; says: -60
(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "env" "__syscall_openat"
    (func $openat (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 16) "/data/pipe\00")
  (data (i32.const 0) "pipe")
  (data (i32.const 8) "link")
  (func $with (param $path i32) (param $n i32) (param $rights i64) (param $flags i32) (result i32)
    (call $open (i32.const 3) (i32.const 1) (local.get $path) (local.get $n) (i32.const 0)
      (local.get $rights) (i64.const 0) (local.get $flags) (i32.const 1024)))
  (func (export "by_system_call") (result i32)
    (call $openat (i32.const -100) (i32.const 16) (i32.const 0) (i32.const 32)))
  (func (export "write") (result i32)
    (call $with (i32.const 0) (i32.const 4) (i64.const 64) (i32.const 0)))
  (func (export "read") (result i32)
    (call $with (i32.const 0) (i32.const 4) (i64.const 2) (i32.const 0)))
  (func (export "through_link") (result i32)
    (call $with (i32.const 8) (i32.const 4) (i64.const 2) (i32.const 0)))
  (func (export "long") (result i32)
    (memory.fill (i32.const 4096) (i32.const 0x2e) (i32.const 5000))
    (call $with (i32.const 4096) (i32.const 5000) (i64.const 2) (i32.const 0)))
  (func (export "past_the_end") (result i32)
    (call $with (i32.const 65534) (i32.const 4) (i64.const 2) (i32.const 0)))
  (func (export "without_waiting") (result i32)
    (call $with (i32.const 0) (i32.const 4) (i64.const 2) (i32.const 4))))
