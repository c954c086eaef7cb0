;; A side hands main's address to a host function: it reads the side's own memory, not the caller's
;; caller's.
;; native: host-error -> trap[5006]
(module
  (import "side" "peek" (func $peek (param i32) (result i32)))
  (memory (export "memory") 16)
  (func (export "go") (drop (call $peek (i32.const 100000)))))
;;== side.wat
(module
  (import "env" "peek" (func $host (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "peek") (param i32) (result i32) (call $host (local.get 0))))
