(module
  (@dylink.0 (mem-info))
  (import "env" "memory" (memory 60000 65536))
  (import "env" "__indirect_function_table" (table 1000 funcref))
  (func (export "n_pages") (result i32) (memory.size)))
