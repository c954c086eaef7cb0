(module
  (memory 1)
  (table 2 funcref)
  (elem (i32.const 1) $minus)
  (func $minus (param $x i32) (result i32)
    (i32.sub (i32.const 0) (local.get $x))))
