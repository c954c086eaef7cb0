;; A library that imports what it exports itself gets its own, unless somebody before it defines it.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "taken") (result i32) (i32.const 1)))
