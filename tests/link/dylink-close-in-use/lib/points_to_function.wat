(module
  (@dylink.0 (mem-info))
  (import "GOT.func" "function" (global $function (mut i32))))
