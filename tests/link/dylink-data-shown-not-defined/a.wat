(module
  (@dylink.0 (mem-info (memory 32 4)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $base i32))
  (import "env" "x" (global $x i32))
  (import "GOT.mem" "x" (global $x_entry (mut i32)))
  (data (global.get $base) "\07")
  (export "x" (global $x))
  (func (export "x_is") (result i32 i32) (global.get $x) (global.get $x_entry)))
