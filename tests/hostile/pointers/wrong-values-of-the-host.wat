;; A host passes too many, too few and wrong values, and references that it cannot have.
;; native: wrong-values -> error
;; expect: error[5007] error[5007] error[5007] error[5007] error[5007] ok error[5004] error[5003]
(module
  (func (export "one") (result i32) (i32.const 1))
  (func (export "take") (param i32))
  (func (export "refer") (param funcref)))
