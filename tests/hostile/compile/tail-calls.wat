;; A tail call, which would recurse without a stack.
;; link: error[5028]
(module (func $f (return_call $f)))
