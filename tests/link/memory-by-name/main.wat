;; The memory that pointers point into is the one that is called `memory`, wherever it stands: for
;; WASI, for helpers of other modules, and for libraries.
(module
  (import "side" "memory" (memory $of_side 1))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "side" "peek" (func $peek (param i32) (result i32)))
  (import "env" "address" (func $address (result i32)))
  (memory $first 1)
  (memory $mine (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (memory $first) (i32.const 8) "\10\00\00\00\06\00\00\00first\0a")
  (data (memory $mine) (i32.const 8) "\10\00\00\00\05\00\00\00mine\0a")
  (func (export "malloc") (param i32) (result i32) (i32.const 1024))
  (func (export "print") (result i32)
    (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 0)))
  (func (export "peek") (result i32) (call $peek (i32.const 16)))
  (func (export "of_library") (result i32) (i32.load8_u $mine (call $address))))
