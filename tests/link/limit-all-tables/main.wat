(module
  (table $a (export "a") 10 funcref)
  (table (export "b") 10 externref)
  (func (export "grow") (param $n i32) (result i32)
    (table.grow $a (ref.null func) (local.get $n))))
