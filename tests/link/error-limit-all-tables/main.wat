(module
  (table (export "a") 10 funcref)
  (table (export "b") 10 externref))
