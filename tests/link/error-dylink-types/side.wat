(module
  (@dylink.0 (mem-info))
  (import "env" "f" (func $f (param f64) (result i32)))
  (import "env" "as_data" (func $as_data))
  (import "env" "as_function" (global $as_function i32))
  (import "GOT.mem" "as_data" (global $immutable i32))
  (import "GOT.mem" "as_float" (global $float (mut f32)))
  (import "GOT.func" "f" (func $not_a_global))
  (global (export "as_float") i32 (i32.const 8)))
