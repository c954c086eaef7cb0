(module
  (@dylink.0 (mem-info))
  (import "GOT.func" "not_in_table" (global $not_in_table (mut i32)))
  (import "GOT.func" "own_not_in_table" (global $first_not_in_table (mut i32)))
  (import "GOT.func" "abort" (global $abort (mut i32)))
  (func (export "get_not_in_table") (result i32) (global.get $not_in_table))
  (func (export "get_first_not_in_table") (result i32) (global.get $first_not_in_table))
  (func (export "get_abort") (result i32) (global.get $abort)))
