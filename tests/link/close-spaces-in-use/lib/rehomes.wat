(module
  (func (export "from_base") (import "rb:base" "addFnPtr_from") (param i32) (result i32))
  (table 1 funcref))
