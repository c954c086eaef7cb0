(module
  ;; It has no room, so that what it needs never gets any either.
  (@dylink.0 (mem-info (memory 1000 0) (table 4 0)) (needed "table.wat"))
  (import "env" "memory" (memory 0)))
