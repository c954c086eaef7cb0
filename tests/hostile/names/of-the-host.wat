;; A host passes on names from somebody who means harm: every face answers with a clean message.
;; native: names-of-host -> ok
(module (memory 1) (table 1 funcref) (func (export "one") (result i32) (i32.const 1)))
