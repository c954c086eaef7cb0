;; A side copies from and to main by `mts_` and `stm_` names, any size and fixed sizes, both paths.
(module
  (memory (export "memory") 1 1)
  (data (i32.const 0) "abcdefghijklmnopqrstuvwxyz"))
