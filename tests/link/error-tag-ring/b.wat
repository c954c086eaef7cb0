(module
  (import "main" "y" (tag))
  (tag (export "x")))
