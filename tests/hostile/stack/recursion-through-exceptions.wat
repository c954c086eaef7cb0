;; Throws in a recursion without end, and catches in every frame.
;; stacks: 256 8192
;; cli: run @ --invoke go
;; expect: trap[5002]
(module
  (tag $e (param i32))
  (func $go (export "go")
    (block $caught (result i32)
      (try_table (catch $e $caught) (call $go) (throw $e (i32.const 1)))
      (i32.const 0))
    drop
    (call $go)))
