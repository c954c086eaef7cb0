(module
  (tag $oops (export "oops") (param i32))
  (func (export "throw") (param $x i32)
    (if (local.get $x) (then (throw $oops (local.get $x))))))
