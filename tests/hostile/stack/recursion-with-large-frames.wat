;; The same with a thousand values in each frame.
;; stacks: 256 8192
;; cli: run main.wat --invoke go 1 2 3 4 5 6 7 8
;; expect: trap[5002]
(module
  (type $f (func (param i64 i64 i64 i64 i64 i64 i64 i64) (result v128 v128 v128 v128 i64)))
  (func $go (export "go") (type $f)
    (call $go (local.get 0) (local.get 1) (local.get 2) (local.get 3)
      (local.get 4) (local.get 5) (local.get 6) (local.get 7)))
  (func (export "_start")))
