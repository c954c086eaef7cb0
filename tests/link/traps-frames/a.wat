(module
  (import "b" "g" (func $b_g (param i32) (result i32)))
  (func $f (export "f") (param $x i32) (result i32)
    (call $b_g (i32.add (local.get $x) (i32.const 1)))))
