(module
  (import "main" "eight" (func (result i32)))
  (memory (export "memory") 1))
