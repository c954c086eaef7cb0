;; A library whose segments lie outside of the room that it asked for, up to the end of memory and
;; beyond.
;; link: trap[5006]
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param i32) (result i32) (i32.const 65472)))
;;== side.wat
(module
  (@dylink.0 (mem-info (memory 16 2)))
  (import "env" "memory" (memory 1))
  (import "env" "__memory_base" (global $base i32))
  (data (global.get $base) "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0"))
