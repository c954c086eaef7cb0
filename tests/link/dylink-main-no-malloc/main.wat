;; A program without an allocator takes libraries too: its memory grows by what they need.
(module
  (memory (export "memory") 1)
  (table (export "functions") 7 7 funcref)
  (func (export "n_slots") (result i32) (table.size 0)))
