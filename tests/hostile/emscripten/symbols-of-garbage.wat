;; `_dlsym_js` and `_dlclose_js` with handles and names from nowhere.
;; calls:
;;   symbol -1 0 -> 0
;;   symbol 5 0 -> 0
;;   symbol 0 -1 -> trap[5006]
;;   ---
;;   close -1 -> -1
;;   close 0 -> -1
;;   one -> 1
(module
  (import "env" "_dlsym_js" (func $symbol (param i32 i32 i32) (result i32)))
  (import "env" "_dlclose_js" (func $close (param i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 1 funcref)
  (data (i32.const 0) "nobody\00")
  (func (export "one") (result i32) (i32.const 1))
  (func (export "symbol") (param i32 i32) (result i32)
    (call $symbol (local.get 0) (local.get 1) (i32.const 0)))
  (func (export "close") (param i32) (result i32) (call $close (local.get 0))))
