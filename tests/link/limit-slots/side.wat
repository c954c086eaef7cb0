(module
  (table 3 funcref)
  (elem (i32.const 1) $f $g)
  (func $f)
  (func $g))
