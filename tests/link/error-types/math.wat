(module
  (memory (export "memory") 1)
  (table (export "table") 1 funcref)
  (table (export "objects") 1 externref)
  (tag (export "oops") (param f32))
  (global (export "g") i32 (i32.const 1))
  (global (export "mutable") (mut i32) (i32.const 1))
  (func (export "f") (param f32) (result i32) (i32.const 1)))
