;; Main and a side call each other without end: directly, and through the forwarder of the cycle.
;; stacks: 256 1024 2048 8192 unlimited
;; cli: run @ --invoke go
;; expect: trap[5002]
;; calls:
;;   go -> trap[5002]
(module (import "side" "f" (func $f)) (func (export "go") (call $f)))
;;== side.wat
(module (import "main" "go" (func $go)) (func (export "f") (call $go)))
