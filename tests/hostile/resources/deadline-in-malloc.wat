;; Main's `malloc` never answers while the host makes room for a library.
;; limits: timeout=300ms
;; link: trap[5021]
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param i32) (result i32) (loop (br 0)) (unreachable)))
;;== side.wat
(module
  (@dylink.0 (mem-info (memory 64 2)))
  (import "env" "memory" (memory 1)))
