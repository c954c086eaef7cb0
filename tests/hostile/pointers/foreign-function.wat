;; A host calls a function of one link in another, which would make the engine panic.
;; native: foreign-func -> error[5005]
(module (func (export "one") (result i32) (i32.const 1)))
