(module
  (@dylink.0 (mem-info) (needed "libz.so" "a"))
  (import "env" "memory" (memory 1)))
