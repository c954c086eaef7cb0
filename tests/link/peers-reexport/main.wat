;; What a module exports again reaches its importers: memory, table, function, global through a
;; chain.
(module
  (import "middle" "m" (memory 1))
  (import "middle" "t" (table $table 1 funcref))
  (import "middle" "f" (func $f (result i32)))
  (import "middle" "g" (global $g i32))
  (func (export "move") (import "rb:last" "memcpy_from") (param i32 i32 i32))
  (type $get (func (result i32)))
  (func (export "peek") (result i32) (i32.load8_u (i32.const 0)))
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer)))
  (func (export "f") (result i32) (call $f))
  (func (export "g") (result i32) (global.get $g)))
