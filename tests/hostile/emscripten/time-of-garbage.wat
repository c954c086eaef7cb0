;; Times before and after all calendars.
;; calls:
;;   local 0x7fffffffffffffff -> ok
;;   local 0x8000000000000000 -> ok
;;   make -> ok
;;   format -> ok
(module
  (import "env" "_localtime_js" (func $local (param i64 i32)))
  (import "env" "_gmtime_js" (func $gm (param i64 i32)))
  (import "env" "_mktime_js" (func $make (param i32) (result i64)))
  (import "env" "strftime" (func $format (param i32 i32 i32 i32) (result i32)))
  (import "env" "__asctime_r" (func $asc (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 512) "%c %x %X %Y %G %V %U %s %z %Z %+ %E %O %1000d %-5Y\00")
  (func (export "local") (param i64)
    (call $local (local.get 0) (i32.const 64))
    (call $gm (local.get 0) (i32.const 64)))
  (func (export "make")
    (memory.fill (i32.const 64) (i32.const 0x7f) (i32.const 44))
    (drop (call $make (i32.const 64)))
    (memory.fill (i32.const 64) (i32.const 0x80) (i32.const 44))
    (drop (call $make (i32.const 64))))
  (func (export "format")
    (memory.fill (i32.const 64) (i32.const 0x7f) (i32.const 44))
    (drop (call $format (i32.const 1024) (i32.const 4096) (i32.const 512) (i32.const 64)))
    (drop (call $asc (i32.const 64) (i32.const 8192)))
    (memory.fill (i32.const 64) (i32.const 0x80) (i32.const 44))
    (drop (call $format (i32.const 1024) (i32.const 4096) (i32.const 512) (i32.const 64)))
    (drop (call $asc (i32.const 64) (i32.const 8192)))))
