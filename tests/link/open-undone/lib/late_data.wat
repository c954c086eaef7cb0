(module
  (import "main" "memory" (memory 1)) (import "main" "table" (table 4 funcref))
  (import "main" "base" (global $base i32))
  (func $two (result i32) (i32.const 2))
  (elem (i32.const 1) $two $two)
  (data (i32.const 16) "evil")
  (data (i32.add (global.get $base) (i32.const 4)) "more")
  (data (i32.const 65535) "ab"))
