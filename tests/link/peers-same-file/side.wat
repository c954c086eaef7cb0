(module
  (memory 1)
  (table 2 2 funcref)
  (elem (i32.const 1) $count)
  (func $count (export "count") (result i32)
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 1)))
    (i32.load (i32.const 0))))
