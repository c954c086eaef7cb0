(module
  (table (export "table") 3 5 funcref)
  (elem (i32.const 1) $one $two)
  (func $one (result i32) (i32.const 1))
  (func $two (result i32) (i32.const 2)))
