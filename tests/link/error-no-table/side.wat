(module
  (table 1 externref)
  (memory 1))
