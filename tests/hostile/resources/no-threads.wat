;; The machine cannot make the threads that the engine compiles with, or the one that watches the
;; clock.
;; stacks: too-large
;; cli: run @ --invoke go
;; expect: ok
;; cli: run --timeout 5s @ --invoke go
;; expect: error[5030]
;; says: no thread can be made for the time limit
(module (import "side" "five" (func $five (result i32)))
  (func (export "go") (result i32) (call $five)))
;;== side.wat
(module (memory 1) (func (export "five") (result i32) (i32.const 5)))
