(module
  (memory (export "m") 1)
  (table (export "t") 2 funcref)
  (elem (i32.const 1) $nine)
  (data (i32.const 8) "odd!")
  (func $nine (result i32) (i32.const 9)))
