;; A hundred thousand entries of the global offset table, none of which is defined.
;; generate: side.wasm got 100000
;; link: error[5012]
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param i32) (result i32) (i32.const 1024)))
