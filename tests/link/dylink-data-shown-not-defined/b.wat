(module
  (@dylink.0 (mem-info (memory 32 4)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $base i32))
  (data (global.get $base) "\01\00\00\00\02\00\00\00\2a")
  (global (export "x") i32 (i32.const 8)))
