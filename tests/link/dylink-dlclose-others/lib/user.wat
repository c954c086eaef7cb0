(module
  (@dylink.0 (mem-info))
  (import "env" "of_base" (func $of_base (result i32)))
  (func (export "use") (result i32) (call $of_base)))
