;; A library registers functions for its end, each of which registers one more: closing it ends
;; at the deadline, and no list grows meanwhile.
;; limits: timeout=300ms
;; calls:
;;   @dlopen more.wat -> ok
;;   @close more -> trap[5021]
;;   one -> error[5022]
(module
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (func (export "malloc") (param i32) (result i32) (i32.const 1024))
  (func (export "free") (param i32))
  (func (export "one") (result i32) (i32.const 1)))
;;== lib/more.wat
(module
  (@dylink.0 (mem-info (memory 4 2) (table 1 0)))
  (import "env" "__cxa_atexit" (func $atexit (param i32 i32 i32) (result i32)))
  (import "env" "memory" (memory 1))
  (import "env" "__indirect_function_table" (table 1 funcref))
  (import "env" "__table_base" (global $base i32))
  (elem (global.get $base) $more)
  (func $more (param i32)
    (drop (call $atexit (global.get $base) (i32.const 0) (i32.const 0))))
  (func (export "__wasm_call_ctors") (call $more (i32.const 0))))
