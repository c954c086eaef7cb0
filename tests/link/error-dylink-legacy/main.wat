;; A legacy section that ends too early is refused.
(module
  (@custom "dylink" (before first) "\20\04\00")
  (memory (export "memory") 1))
