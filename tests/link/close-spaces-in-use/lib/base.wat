(module
  (type $unary (func (param i32) (result i32)))
  (memory (export "memory") 1)
  (table (export "table") 8 funcref)
  (elem (i32.const 1) $double)
  (func $double (export "double") (param $x i32) (result i32)
    (i32.shl (local.get $x) (i32.const 1))))
