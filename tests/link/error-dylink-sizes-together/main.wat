;; Each library's data may be large, all together they may not be larger than the link's memory.
(module
  (@dylink.0 (mem-info (memory 0x3fffffff 0)))
  (import "env" "memory" (memory 1)))
