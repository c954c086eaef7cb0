(module
  (@dylink.0 (mem-info (memory 16 2)))
  (import "env" "memory" (memory 0))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "GOT.mem" "number" (global $number (mut i32)))
  (global (export "number") i32 (i32.const 8))
  (data (global.get $memory_base) "\00\00\00\00\00\00\00\00\2a\00\00\00")
  (func (export "__wasm_call_ctors") (call $relocate))
  ;; The number that the pointer at the start of the data leads to.
  (func (export "pointed_at") (result i32) (i32.load (i32.load (global.get $memory_base))))
  (func $relocate (i32.store (global.get $memory_base) (global.get $number))))
