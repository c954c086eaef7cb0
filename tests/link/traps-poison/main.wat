;; After a trap nothing of the link can be used any more, and the reason is named.
(module
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $f)
  (func $f (export "f") (param $x i32) (result i32) (local.get $x))
  (func (export "trap") (unreachable)))
