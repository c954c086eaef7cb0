(module
  (@dylink.0 (mem-info))
  (import "env" "function" (func $function (result i32))))
