;; A module may have 8 memories; the ninth is refused.
(module
  (memory 0) (memory 0) (memory 0) (memory 0) (memory 0)
  (memory 0) (memory 0) (memory 0) (memory 0))
