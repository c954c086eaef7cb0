;; Where a side imports main's memory, a copy between the two is a move within one memory.
(module
  (memory (export "memory") 1)
  (data (i32.const 0) "0123456789abcdefghijklmnopqrstuvwxyz"))
