(module
  (@dylink.0 (mem-info))
  (import "env" "f" (func $f (result i32)))
  (import "env" "h" (func $h (result i32)))
  (func (export "call_f") (result i32) (call $f))
  (func (export "call_h") (result i32) (call $h)))
