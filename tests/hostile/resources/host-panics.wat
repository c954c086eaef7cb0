;; A host function panics: an error of the broker's, and no panic that unwinds through the engine.
;; native: host-panics -> trap[5030]
(module (import "env" "panics" (func $panics)) (func (export "go") (call $panics)))
