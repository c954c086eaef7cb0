;; A section of dynamic libraries that is not the first section is refused.
(module
  (@custom "dylink.0" (after export) "\01\04\20\04\00\00")
  (memory (export "memory") 1))
