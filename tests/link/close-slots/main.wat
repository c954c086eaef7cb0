(module
  (type $unary (func (param i32) (result i32)))
  (memory 1)
  (table 3 funcref)
  (elem (i32.const 1) $double $triple)
  (func $double (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1)))
  (func $triple (param $x i32) (result i32)
    (i32.mul (local.get $x) (i32.const 3))))
