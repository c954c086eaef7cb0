(module
  (@dylink.0 (mem-info (memory 100 4)))
  (import "env" "memory" (memory 0))
  (import "env" "__memory_base" (global $memory_base i32))
  (import "env" "__stack_pointer" (global $stack_pointer (mut i32)))
  (data (global.get $memory_base) "leftover")
  (data (i32.const 0x7fffffff) "too far"))
