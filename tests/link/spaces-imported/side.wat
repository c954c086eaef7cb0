(module
  (import "env" "memory" (memory 2))
  (import "env" "__indirect_function_table" (table 3 funcref))
  (elem (i32.const 2) $eight)
  (data (i32.const 0) "side")
  (func $eight (result i32) (i32.const 8))
  (func (export "pages") (result i32) (memory.size)))
