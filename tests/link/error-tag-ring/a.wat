(module
  (import "b" "x" (tag))
  (tag (export "x")))
