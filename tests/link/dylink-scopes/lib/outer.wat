(module
  (@dylink.0 (mem-info) (needed "inner.wat"))
  (import "env" "inner" (func $inner (result i32)))
  (import "env" "shared" (func $shared (result i32)))
  (func (export "of_outer") (result i32) (i32.const 10))
  (func (export "shared") (result i32) (unreachable))
  (func (export "sum") (result i32) (i32.add (call $inner) (call $shared))))
