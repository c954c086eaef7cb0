(module
  (@dylink.0 (mem-info))
  (import "GOT.mem" "data" (global $data (mut i32)))
  (import "GOT.func" "function" (global $function (mut i32)))
  (import "GOT.func" "missing" (global $missing (mut i32)))
  (func (export "data") (result i32) (global.get $data))
  (func (export "function") (result i32) (global.get $function))
  (func (export "missing") (result i32) (global.get $missing)))
