;; A 64-bit position-independent main with a 32-bit table: bases by value in both widths.
(module
  (@dylink.0 (mem-info (memory 16 4) (table 1 0)))
  (import "env" "memory" (memory i64 1))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i64)))
  (import "env" "__memory_base" (global $memory_base i64))
  (import "env" "__table_base" (global $table_base i64))
  (import "env" "__table_base32" (global $table_base_32 i32))
  (elem (global.get $table_base_32) func $one)
  (func $one)
  (func (export "memory_base") (result i64) (global.get $memory_base))
  (func (export "table_base") (result i64) (global.get $table_base))
  (func (export "table_base_32") (result i32) (global.get $table_base_32)))
