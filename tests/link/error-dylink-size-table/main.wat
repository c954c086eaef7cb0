;; Four billion slots are refused before anything is set aside.
(module
  (memory (export "memory") 1))
