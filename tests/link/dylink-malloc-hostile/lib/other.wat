(module
  (@dylink.0 (mem-info (table 3 0)))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__table_base" (global $table_base i32))
  (elem (global.get $table_base) func $table_base_f)
  (func $table_base_f (export "table_base") (result i32) (global.get $table_base)))
