;; A toolchain without 64-bit integers in imports gets the low half of a result, and asks for the
;; high half afterwards; each module has a high half of its own.
(module
  (import "env" "getTempRet0" (func $get_temp (result i32)))
  (import "env" "setTempRet0" (func $set_temp (param i32)))
  (import "side" "high_half" (func $high_half_of_side (result i32)))
  (import "rb:side" "getI64" (func $get (param i32) (result i32)))
  (import "rb:side" "setI64" (func $set (param i32 i32 i32)))
  (memory (export "memory") 1)
  ;; The low half, the high half, and that of the side.
  (func (export "get") (param $addr i32) (result i32 i32 i32)
    (call $set_temp (i32.const 77))
    (call $get (local.get $addr))
    (call $get_temp)
    (call $high_half_of_side))
  (func (export "set") (param $addr i32) (param $low i32) (param $high i32)
    (call $set (local.get $addr) (local.get $low) (local.get $high))))
