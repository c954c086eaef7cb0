(module
  (@dylink.0 (mem-info (memory 32 0) (table 4 0)))
  (import "env" "memory" (memory 0))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (func (export "memory_base") (result i32) (global.get $memory_base))
  (func (export "table_base") (result i32) (global.get $table_base)))
