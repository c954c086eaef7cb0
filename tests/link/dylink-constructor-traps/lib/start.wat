(module
  (@dylink.0 (mem-info (table 1 0)))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__table_base" (global $table_base i32))
  (elem (global.get $table_base) func $started)
  (start $started)
  (func $started (unreachable)))
