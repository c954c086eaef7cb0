(module
  (@dylink.0 (mem-info))
  (import "env" "of_outer" (func $of_outer (result i32)))
  (func (export "inner") (result i32) (i32.mul (call $of_outer) (i32.const 10))))
