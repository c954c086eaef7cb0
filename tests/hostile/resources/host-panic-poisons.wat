;; After a host function panicked, the link is poisoned.
;; native: host-panic-poisons -> error[5022]
(module (import "env" "panics" (func $panics)) (func (export "go") (call $panics))
  (func (export "fine")))
