(module
  (import "a" "memory" (memory 1))
  (import "a" "table" (table 1 funcref))
  (import "a" "global" (global (mut i32)))
  (import "a" "float" (global f32))
  (import "a" "tag" (tag))
  (import "a" "fine" (func)))
