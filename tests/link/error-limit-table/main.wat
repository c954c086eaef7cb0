(module
  (table (export "table") 10 funcref))
