;; Shared memories are refused by name.
(module
  (import "env" "memory" (memory 1 2 shared)))
