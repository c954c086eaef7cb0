;; The folder above is no library.
(module
  (@dylink.0 (mem-info) (needed ".."))
  (import "env" "memory" (memory 1)))
