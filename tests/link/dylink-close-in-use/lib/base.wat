(module
  (@dylink.0 (mem-info (memory 4 2)))
  (import "env" "memory" (memory 0))
  (global (export "data") i32 (i32.const 0))
  (func (export "function") (result i32) (i32.const 5)))
