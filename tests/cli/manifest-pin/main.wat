;; A main that calls its pinned side.
(module $main
  (import "side" "answer" (func $answer (result i32)))
  (func (export "go") (result i32)
    (call $answer)))
