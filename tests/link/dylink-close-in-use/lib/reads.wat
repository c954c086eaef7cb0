(module
  (@dylink.0 (mem-info))
  (import "env" "data" (global $data i32)))
