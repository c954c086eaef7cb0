;; The first definition in load order wins, for functions and data, and main is first.
(module
  (@dylink.0 (mem-info (memory 4 2)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "of_sides" (func $of_sides (result i32)))
  (import "GOT.mem" "data_of_sides" (global $data (mut i32)))
  (data (global.get $memory_base) "\01\00\00\00")
  (global (export "data_of_all") i32 (i32.const 0))
  (func (export "of_all") (result i32) (i32.const 1))
  (func (export "call") (result i32) (call $of_sides))
  (func (export "read") (result i32) (i32.load (global.get $data))))
