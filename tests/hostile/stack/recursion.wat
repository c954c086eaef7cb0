;; Calls itself without end, at five sizes of the host's stack.
;; stacks: 256 1024 2048 8192 unlimited
;; cli: run @ --invoke go
;; expect: trap[5002]
;; calls:
;;   go -> trap[5002]
(module (func $go (export "go") (call $go)))
