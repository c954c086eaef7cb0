;; A subsection that is longer than its section is refused.
(module
  (@custom "dylink.0" (before first) "\02\7f\01\01a")
  (memory (export "memory") 1))
