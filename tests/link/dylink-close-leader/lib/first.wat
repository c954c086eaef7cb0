(module
  (@dylink.0 (mem-info (memory 16 4) (table 1 0)))
  (import "env" "memory" (memory 0))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (elem (global.get $table_base) func $one)
  (func $one (result i32) (i32.const 1))
  (func (export "slot") (result i32) (global.get $table_base)))
