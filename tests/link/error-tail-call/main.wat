;; A feature that is off is named.
(module
  (func $f (return_call $f)))
