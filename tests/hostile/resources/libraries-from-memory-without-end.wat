;; Opens library after library that it makes in its own memory, each another one of a megabyte, and
;; closes each: the engine keeps the code of all, up to a limit, and nothing else is kept.
;; rss: 250
;; cli: run @ --max-memory 64MiB --limit all_module_bytes=20MiB --invoke go 19
;; expect: ok
;; says: 19
;; cli: run @ --max-memory 64MiB --limit all_module_bytes=20MiB --invoke go 100
;; expect: ok
;; says: 19
(module
  (import "env" "_dlopen_js" (func $open (param i32) (result i32)))
  (import "env" "_dlclose_js" (func $close (param i32) (result i32)))
  (memory (export "memory") 40)
  ;; A data section of one passive segment that fills it.
  (data (i32.const 65536) "\00\61\73\6d\01\00\00\00\0b\86\80\c0\00\01\01\80\80\c0\00")
  (func (export "go") (param $n i32) (result i32)
    (local $opened i32)
    (i32.store (i32.const 1008) (i32.const 2))
    (i32.store (i32.const 1032) (i32.const 65536))
    (i32.store (i32.const 1036) (i32.const 1048595))
    (i32.store (i32.const 1040) (i32.const 0x0062696c))
    (loop $next
      (i32.store (i32.const 65655) (local.get $n))
      (local.set $opened
        (i32.add (local.get $opened) (i32.ne (call $open (i32.const 1000)) (i32.const 0))))
      (drop (call $close (i32.const 1000)))
      (local.set $n (i32.sub (local.get $n) (i32.const 1)))
      (br_if $next (local.get $n)))
    (local.get $opened)))
