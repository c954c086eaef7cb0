(module
  (@dylink.0 (mem-info))
  (import "env" "__stack_pointer" (global $stack (mut i64)))
  (import "env" "memory" (memory 1)))
