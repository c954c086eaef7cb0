;; A module has the section of dynamic libraries or its legacy form, not both.
(module
  (@custom "dylink.0" (before first) "\01\04\20\04\00\00")
  (@custom "dylink" (before first) "\20\04\00\00\00")
  (memory (export "memory") 1))
