(module
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $g)
  (func $g (export "g") (param $x i32) (result i32)
    (if (i32.eq (local.get $x) (i32.const 2)) (then unreachable))
    (i32.div_s (i32.const 100) (local.get $x))))
