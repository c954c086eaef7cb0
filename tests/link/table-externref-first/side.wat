(module
  (table (export "objects") 7 7 externref)
  (table (export "functions") 2 2 funcref)
  (elem (table 1) (i32.const 1) func $five)
  (func $five (result i32) (i32.const 5)))
