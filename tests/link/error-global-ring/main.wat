;; Globals cannot be handed over later, so that a ring of them cannot be linked.
(module
  (import "a" "x" (global i32))
  (import "self" "nothing" (func))
  (global (export "y") i32 (i32.const 1)))
