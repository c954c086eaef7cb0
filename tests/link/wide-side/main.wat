;; Main has a 32-bit memory, the side a 64-bit memory and table.
(module
  (func (export "to") (import "rb:side" "memcpy_to") (param i64 i32 i32))
  (func (export "set") (import "rb:side" "setI8") (param i64 i32))
  (func (export "pointer") (import "rb:side" "addFnPtr_from") (param i64) (result i32))
  (func (export "symbol") (import "env" "rb_dlsym") (param i32 i32) (result i32))
  (type $get (func (result i32)))
  (memory 1)
  (table 1 funcref)
  (data (i32.const 0) "one\00")
  (func (export "call") (param $pointer i32) (result i32)
    (call_indirect (type $get) (local.get $pointer))))
