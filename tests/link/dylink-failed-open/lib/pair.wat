(module
  ;; Its own block is given, the one of what it needs is too large.
  (@dylink.0 (mem-info (memory 32 0) (table 4 0)) (needed "large.wat"))
  (import "env" "memory" (memory 0))
  (import "GOT.func" "n_slots" (global $n_slots (mut i32))))
