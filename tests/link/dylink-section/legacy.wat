(module
  ;; 16 bytes aligned to 2^3, 3 slots aligned to 2^0, one needed library.
  (@custom "dylink" (before first) "\10\03\03\00\01\04main")
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (import "env" "memory" (memory 0))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (data (global.get $memory_base) "old")
  (func (export "memory_base") (result i32) (global.get $memory_base))
  (func (export "table_base") (result i32) (global.get $table_base)))
