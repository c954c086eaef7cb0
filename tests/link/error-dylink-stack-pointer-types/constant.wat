(module
  (@dylink.0 (mem-info))
  (import "env" "__stack_pointer" (global $stack i32))
  (import "env" "memory" (memory 1)))
