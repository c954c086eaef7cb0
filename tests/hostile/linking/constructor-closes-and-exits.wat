;; A constructor closes a library that was open before, and exits: its code has run, and nobody
;; knows what it has left where.
;; calls:
;;   open_y -> ok
;;   f -> 42
;;   d -> 7
;;   open_x -> exit 3
;;   open_y -> error[5022]
;;   f -> error[5022]
(module
  (import "env" "dlopen" (func $dlopen (param i32 i32) (result i32)))
  (import "env" "dlclose" (func $dlclose (param i32) (result i32)))
  (import "env" "dlsym" (func $dlsym (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (type $f (func (result i32)))
  (memory (export "memory") 2)
  (table (export "__indirect_function_table") 8 funcref)
  (global (export "__stack_pointer") (mut i32) (i32.const 65536))
  (global $top (mut i32) (i32.const 70000))
  (global $y (mut i32) (i32.const 0))
  (data (i32.const 8) "y.wat\00")
  (data (i32.const 16) "x.wat\00")
  (data (i32.const 24) "f\00")
  (data (i32.const 32) "d\00")
  (func (export "malloc") (param $n i32) (result i32)
    (global.set $top
      (i32.add (global.get $top) (i32.and (i32.add (local.get $n) (i32.const 31)) (i32.const -16))))
    (i32.sub (global.get $top) (local.get $n)))
  (func (export "free") (param i32))
  (func (export "open_y") (global.set $y (call $dlopen (i32.const 8) (i32.const 2))))
  (func (export "open_x") (drop (call $dlopen (i32.const 16) (i32.const 2))))
  (func (export "f") (result i32)
    (call_indirect (type $f) (call $dlsym (global.get $y) (i32.const 24))))
  (func (export "d") (result i32)
    (i32.load (call $dlsym (global.get $y) (i32.const 32))))
  (func (export "close_y_and_exit")
    (drop (call $dlclose (global.get $y)))
    (call $exit (i32.const 3))))
;;== lib/y.wat
(module
  (@dylink.0 (mem-info (memory 16 4)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $base i32))
  (global (export "d") i32 (i32.const 4))
  (data (global.get $base) "\00\00\00\00\07\00\00\00")
  (func (export "f") (result i32) (i32.const 42)))
;;== lib/x.wat
(module
  (@dylink.0 (mem-info))
  (import "env" "close_y_and_exit" (func $close))
  (func (export "__wasm_call_ctors") (call $close)))
