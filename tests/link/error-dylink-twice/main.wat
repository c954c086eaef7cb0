;; A second section of dynamic libraries is refused.
(module
  (@dylink.0 (mem-info (memory 16 0)))
  (@custom "dylink.0" (before first) "\01\04\20\04\00\00")
  (memory (export "memory") 1))
