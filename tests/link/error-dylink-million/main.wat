;; A list that announces a million entries and has none is refused at once.
(module
  (@custom "dylink.0" (before first) "\02\03\c0\84\3d")
  (memory (export "memory") 1))
