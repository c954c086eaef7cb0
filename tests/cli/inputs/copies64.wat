;; A main whose addresses have 64 bits.
(module $copies64
  (memory (export "memory") i64 1))
