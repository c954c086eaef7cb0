(module
  (@dylink.0 (mem-info))
  (import "env" "missing" (func $missing (param i32) (result i32)))
  (import "GOT.func" "missing" (global $missing_slot (mut i32)))
  (import "GOT.mem" "missing_data" (global $missing_data (mut i32)))
  (func (export "call") (result i32) (call $missing (i32.const 1)))
  (func (export "slot") (result i32) (global.get $missing_slot))
  (func (export "address") (result i32) (global.get $missing_data)))
