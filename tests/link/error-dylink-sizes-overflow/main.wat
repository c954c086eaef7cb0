;; Data of five libraries that fits no 32-bit address is refused with the sum.
(module
  (@dylink.0 (mem-info (memory 0x3fffffff 0)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $memory_base i32)))
