;; A host function is asked to make room for 4 GiB by a guest that has 64 KiB.
;; native: host-error -> trap[5006]
(module
  (import "env" "peek" (func $peek (param i32) (result i32)))
  (memory (export "memory") 1)
  (func (export "go") (drop (call $peek (i32.const -1)))))
