(module
  (table $table (export "table") 10 funcref)
  (func (export "grow") (param $n i32) (result i32)
    (table.grow $table (ref.null func) (local.get $n))))
