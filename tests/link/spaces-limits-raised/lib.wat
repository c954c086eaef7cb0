(module
  (@dylink.0 (mem-info (memory 16 2)))
  (import "env" "memory" (memory 5))
  (func (export "size") (result i32) (memory.size)))
