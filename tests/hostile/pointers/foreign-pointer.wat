;; A host calls and releases a function pointer of another link.
;; native: foreign-pointer -> error[5005] error[5005]
(module (memory 1) (table 2 funcref) (elem (i32.const 1) $f)
  (func $f (result i32) (i32.const 1)))
