(module
  (@dylink.0 (mem-info))
  (import "GOT.mem" "data" (global $data (mut i32))))
