(module
  (func (export "to_side") (import "rb:side" "addFnPtr_to") (param i32) (result i32))
  (table 2 funcref)
  (elem (i32.const 1) $two)
  (func $two (result i32) (i32.const 2)))
