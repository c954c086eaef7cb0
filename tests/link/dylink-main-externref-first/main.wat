;; A library gets the table of functions, also where an externref table is first and has the name.
(module
  (memory (export "memory") 1)
  (table $objects (export "__indirect_function_table") 4 externref)
  (table $functions (export "f") 2 funcref)
  (func (export "n_objects") (result i32) (table.size $objects))
  (func (export "n_functions") (result i32) (table.size $functions)))
