;; `invoke_*` with pointers that are no functions.
;; calls:
;;   invoke 0 -> trap[5017]
;;   ---
;;   invoke 2 -> trap[5017]
;;   ---
;;   invoke 0xffffffff -> trap[5017]
;;   ---
;;   invoke 0x80000000 -> trap[5017]
;;   ---
;;   invoke 1 -> trap[5018]
(module
  (import "env" "invoke_v" (func $invoke (param i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 3 funcref)
  (elem (i32.const 1) $other)
  (func $other (param i64))
  (func (export "setThrew") (param i32 i32))
  (func (export "stackSave") (result i32) (i32.const 0))
  (func (export "stackRestore") (param i32))
  (func (export "invoke") (param i32) (call $invoke (local.get 0))))
