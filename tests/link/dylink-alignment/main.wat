;; Data and slots are where each library's alignment wants them, up to 2^16, when all is laid out.
(module
  (@dylink.0 (mem-info (memory 5 0) (table 1 0)))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (data (global.get $memory_base) "main\00")
  (func (export "memory_base") (result i32) (global.get $memory_base))
  (func (export "table_base") (result i32) (global.get $table_base)))
