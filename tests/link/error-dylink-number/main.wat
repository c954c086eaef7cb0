;; A number of more than 32 bits is refused.
(module
  (@custom "dylink.0" (before first) "\01\09\ff\ff\ff\ff\7f\00\00\00\00")
  (memory (export "memory") 1))
