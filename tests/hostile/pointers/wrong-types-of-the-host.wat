;; A host asks for functions and pointers with other types than they have.
;; native: wrong-types -> error[5007] error[5018] 1
;; expect: error[5007] error[5018] ok
(module (memory 1) (table 2 funcref) (elem (i32.const 1) $one)
  (func $one (export "one") (result i32) (i32.const 1)))
