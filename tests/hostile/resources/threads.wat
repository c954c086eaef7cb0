;; Links of one broker trap on four threads at once: each for itself.
;; native: threads -> trap[5002] error[5022]
(module
  (memory 1)
  (func (export "one") (result i32) (i32.const 1))
  (func (export "trap") (unreachable)))
