(module
  (import "main" "y" (global i32))
  (global (export "x") i32 (i32.const 1)))
