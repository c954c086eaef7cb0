(module
  ;; Its data does not fit the memory, which shows after its slots were written.
  (@dylink.0 (mem-info (memory 32 0) (table 1 0)))
  (import "env" "memory" (memory 0))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "__table_base" (global $table_base i32))
  (elem (global.get $table_base) func $f)
  (func $f)
  (data (i32.const 65535) "too long"))
