(module
  (@dylink.0 (mem-info (memory 0 0) (table 1 0)))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__table_base" (global $table_base i32))
  (elem (i32.const 2) func $f)
  (elem (global.get $table_base) func $f)
  (func $f (result i32) (i32.const 1)))
