;; A library that others import from directly cannot be closed.
(module
  (memory 1))
