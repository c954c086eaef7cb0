;; A library that traps while it is relocated.
;; link: trap[5002]
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (func (export "malloc") (param i32) (result i32) (i32.const 1024)))
;;== side.wat
(module
  (@dylink.0 (mem-info (memory 16 2)))
  (import "env" "memory" (memory 1))
  (func (export "__wasm_apply_data_relocs") (unreachable)))
