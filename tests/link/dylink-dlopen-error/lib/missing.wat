(module
  (@dylink.0 (mem-info))
  (import "env" "one" (func $one))
  (import "GOT.mem" "two" (global $two (mut i32))))
