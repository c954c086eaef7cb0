;; A side reads and writes main's memory through the twelve `main_` functions.
(module
  (memory (export "memory") 1 1)
  (data (i32.const 0) "\ff\fe\fd\fc\fb\fa\f9\f8")
  (data (i32.const 16) "\00\00\c0\3f")
  (data (i32.const 24) "\00\00\00\00\00\00\04\c0"))
