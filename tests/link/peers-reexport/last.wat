(module
  (memory (export "memory") 1)
  (table (export "table") 2 funcref)
  (global (export "g") i32 (i32.const 33))
  (elem (i32.const 1) $f)
  (data (i32.const 0) "LAST")
  (func $f (export "f") (result i32) (i32.const 22)))
