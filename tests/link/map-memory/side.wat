(module
  (memory (export "memory") 2)
  (table (export "table") 2 2 funcref)
  (elem (i32.const 1) $five)
  (data (i32.const 0) "S")
  (func $five (result i32) (i32.const 5)))
