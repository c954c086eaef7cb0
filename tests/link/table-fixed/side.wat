(module
  (table 3 3 funcref)
  (elem (i32.const 1) $three $four)
  (func $three (result i32) (i32.const 3))
  (func $four (result i32) (i32.const 4)))
