;; A name with a zero byte is no name of a file.
(module
  (@dylink.0 (mem-info) (needed "a\00.wat"))
  (import "env" "memory" (memory 1)))
