;; After a deadline has passed in the middle of guest code, the link is poisoned.
;; native: after-deadline -> trap[5021] error[5022]
(module
  (func (export "one") (result i32) (i32.const 1))
  (func (export "spin") (loop (br 0))))
