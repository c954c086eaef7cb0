;; A symbol is weak only where the library says so: of each missing one it is said who wants it.
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "log") (param $x i32)))
