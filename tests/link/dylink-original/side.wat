(module
  (@dylink.0 (mem-info))
  (import "env" "__indirect_function_table" (table 0 funcref))
  (import "env" "wide" (func $wide (param i64) (result i64)))
  (import "GOT.func" "wide" (global $wide_slot (mut i32)))
  (type $wide (func (param i64) (result i64)))
  (func (export "direct") (param $x i64) (result i64) (call $wide (local.get $x)))
  (func (export "indirect") (param $x i64) (result i64)
    (call_indirect (type $wide) (local.get $x) (global.get $wide_slot))))
