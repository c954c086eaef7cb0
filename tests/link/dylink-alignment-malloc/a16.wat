(module
  (@dylink.0 (mem-info (memory 4 16) (table 1 5)))
  (import "env" "memory" (memory 0))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__table_base" (global $table_base i32))
  (func (export "table_base") (result i32) (global.get $table_base))
  (func (export "misplaced") (result i32)
    (i32.or
      (i32.and (global.get $memory_base) (i32.const 0xffff))
      (i32.load (global.get $memory_base)))))
