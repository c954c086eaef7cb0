(module
  (func (export "from") (import "rb:side" "addFnPtr_from") (param i32) (result i32))
  (func (export "to") (import "rb:side" "addFnPtr_to") (param i32) (result i32))
  (table 3 funcref)
  (elem (i32.const 1) $f $f)
  (func $f))
