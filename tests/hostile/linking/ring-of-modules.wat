;; Forty modules that call each other in a ring without end.
;; generate: link.toml ring 40
;; stacks: 256 8192
;; cli: run . --invoke go
;; expect: trap[5002]
(module (import "next" "f" (func $f)) (func (export "go") (call $f)))
;;== side.wat
(module (import "next" "f" (func $f)) (memory 1) (func (export "f") (call $f)))
