;; An exported data symbol is an offset until its library has a place: everybody gets the address.
(module
  (@dylink.0 (mem-info (memory 32 4)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "GOT.mem" "b_data" (global $b_data_entry (mut i32)))
  (global (export "main_data") i32 (i32.const 16))
  (func (export "memory_base") (result i32) (global.get $memory_base))
  (func (export "by_entry") (result i32) (global.get $b_data_entry)))
