;; Functions of the host that print or read texts, with pointers from nowhere.
;; calls:
;;   out -1 -> trap[5006]
;;   ---
;;   fail -> trap[5002]
;;   ---
;;   entropy 0 257 -> -1
;;   entropy -1 16 -> trap[5006]
;;   ---
;;   time -1 -> trap[5006]
;;   ---
;;   format 0xffffffff -> 0
(module
  (import "env" "emscripten_out" (func $out (param i32)))
  (import "env" "__assert_fail" (func $fail (param i32 i32 i32 i32)))
  (import "env" "getentropy" (func $entropy (param i32 i32) (result i32)))
  (import "env" "_localtime_js" (func $time (param i64 i32)))
  (import "env" "strftime" (func $format (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "out") (param i32) (call $out (local.get 0)))
  (func (export "fail") (call $fail (i32.const -1) (i32.const -1) (i32.const 1) (i32.const -1)))
  (func (export "entropy") (param i32 i32) (result i32)
    (call $entropy (local.get 0) (local.get 1)))
  (func (export "time") (param i32)
    (call $time (i64.const 0x7fffffffffffffff) (local.get 0)))
  (func (export "format") (param i32) (result i32)
    (call $format (i32.const 0) (local.get 0) (i32.const 100) (i32.const 0))))
