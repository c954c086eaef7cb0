;; callee: the peer that `caller.wat` calls, for `wasm-broker bench`.
;;
;; Added to the user's link by `measured.rs`.
;;
;; | export | takes | answers                                  |
;; |--------|-------|------------------------------------------|
;; | next   | a     | a + 1; also function pointer 1           |
;; | memory |       | what accessor calls read                 |
;;
;; Traps: never.
(module $callee
  (memory (export "memory") 1)
  (table (export "__indirect_function_table") 2 funcref)
  (elem (i32.const 1) $next)

  ;; The shortest function that has something to do.
  (func $next (export "next") (param $a i32) (result i32)
    (i32.add (local.get $a) (i32.const 1))))
