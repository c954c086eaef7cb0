(module
  (@dylink.0 (mem-info (memory 16 2)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $base i32))
  (global (export "data") i32 (i32.const 4))
  (data (global.get $base) "\2a")
  (func (export "f") (result i32) (i32.load8_u (global.get $base))))
