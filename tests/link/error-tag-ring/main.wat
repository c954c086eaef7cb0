;; Tags cannot be handed over later either.
(module
  (import "a" "x" (tag))
  (tag (export "y")))
