(module
  (@dylink.0 (mem-info (table 2 0)))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__table_base" (global $base i32))
  (elem (global.get $base) $seven $seven)
  (func $seven (result i32) (i32.const 7))
  (func (export "pointer") (result i32) (global.get $base)))
