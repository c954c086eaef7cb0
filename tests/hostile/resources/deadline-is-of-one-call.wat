;; The clock begins with each call from outside, and not with the link.
;; native: deadline-per-call -> ok trap[5021] in time
(module
  (func (export "one") (result i32) (i32.const 1))
  (func (export "spin") (loop (br 0))))
