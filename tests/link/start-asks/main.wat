;; A start function may use every helper: memories and tables are there before the modules.
(module
  (import "env" "rb_dlopen" (func $rb_dlopen (param i32) (result i32)))
  (import "env" "rb_bridge" (func $rb_bridge (param i32 i32) (result i32)))
  (import "rb:side" "memcpy_to" (func $to (param i32 i32 i32)))
  (import "rb:side" "setI8" (func $set (param i32 i32)))
  (type $get (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (table 1 funcref)
  (data (i32.const 0) "side\00")
  (data (i32.const 16) "getI8\00")
  (global $library (mut i32) (i32.const -1))
  (global $byte (mut i32) (i32.const -1))
  (func $start
    (global.set $library (call $rb_dlopen (i32.const 0)))
    (call $to (i32.const 100) (i32.const 0) (i32.const 4))
    (call $set (i32.const 104) (i32.const 33))
    (global.set $byte
      (call_indirect (type $get) (i32.const 101) (call $rb_bridge (i32.const 1) (i32.const 16)))))
  (func (export "library") (result i32) (global.get $library))
  (func (export "byte") (result i32) (global.get $byte))
  (start $start))
