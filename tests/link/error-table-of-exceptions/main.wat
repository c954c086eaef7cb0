;; Where a table cannot be lifted, a ring through it is refused.
(module
  (import "a" "y" (table 1 exnref))
  (table (export "x") 1 exnref))
