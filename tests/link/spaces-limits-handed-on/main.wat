;; A memory that is handed on fits by what there is of it, and not by what is declared between.
(module
  (import "b" "memory" (memory 2 10))
  (import "b" "table" (table 2 10 externref))
  (func (export "sizes") (result i32 i32) (memory.size) (table.size 0)))
