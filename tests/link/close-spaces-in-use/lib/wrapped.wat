;; The pointer's width is not that of base's table, so that a wrapper stands before the re-homer.
(module
  (func (export "from_base") (import "rb:base" "addFnPtr_from") (param i64) (result i32))
  (table 1 funcref))
