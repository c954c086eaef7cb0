(module
  (import "base" "table" (table $functions 8 funcref))
  (elem (i32.const 3) $triple)
  (func $triple (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 3))))
