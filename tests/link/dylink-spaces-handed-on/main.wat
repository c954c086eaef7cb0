;; Who has a memory and a table from a library has those of its group, in whatever order they come.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (i32.const 100) "\2a")
  (func (export "malloc") (param i32) (result i32) (i32.const 40000)))
