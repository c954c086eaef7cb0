;; A constructor puts functions of its library into main's table, and exits: the library is gone,
;; and what it left must not work for another that gets its number.
;; calls:
;;   open_ghost -> exit 0
;;   call 2 -> error[5022]
;;   @fails open honest honest.txt -> error[5022]
;; cli: run @ --library-path lib
;; expect: exit 0
(module
  (import "env" "rb_dlopen" (func $open (param i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 8) "ghost")
  (table (export "table") 8 funcref)
  (type $f (func (result i32)))
  (func $open_ghost (export "open_ghost") (drop (call $open (i32.const 8))))
  (func (export "_start") (call $open_ghost))
  ;; The program is flushed when it has ended.
  (func (export "fflush") (param i32) (result i32) (call_indirect (type $f) (i32.const 2)))
  (func (export "call") (param i32) (result i32) (call_indirect (type $f) (local.get 0))))
;;== lib/ghost.wat
(module
  (import "main" "table" (table $table 2 funcref))
  (import "wasi_snapshot_preview1" "sched_yield" (func $yield (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (elem declare func $haunt)
  (func $haunt (result i32) (call $yield))
  (func (export "_initialize")
    (table.set $table (i32.const 2) (ref.func $haunt))
    (call $exit (i32.const 0))))
;;== honest.txt
(module (memory (export "memory") 1) (func (export "f")))
