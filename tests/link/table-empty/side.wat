(module
  (table 1 1 funcref)
  (elem (i32.const 0) $at_zero)
  (table $more 2 funcref)
  (func $at_zero (result i32) (i32.const 6))
  (func (export "get") (result i32) (i32.const 11)))
