(module
  ;; Kind 9 with two bytes; then 16 bytes aligned to 2^4 and one slot; then kind 127 with none.
  (@custom "dylink.0" (before first) "\09\02\ff\ff\01\04\10\04\01\00\7f\00")
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (import "env" "memory" (memory 0))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (data (global.get $memory_base) "new")
  (func (export "memory_base") (result i32) (global.get $memory_base))
  (func (export "table_base") (result i32) (global.get $table_base)))
