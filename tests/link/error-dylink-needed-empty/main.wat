;; A needed library without a name is nowhere.
(module
  (@dylink.0 (mem-info) (needed ""))
  (import "env" "memory" (memory 1)))
