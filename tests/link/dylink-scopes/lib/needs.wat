(module
  (@dylink.0 (mem-info) (needed "inner.wat"))
  (import "env" "inner" (func $inner (result i32)))
  (func (export "use") (result i32) (call $inner)))
