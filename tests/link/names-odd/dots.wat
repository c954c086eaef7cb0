(module
  (memory 1)
  (data (i32.const 0) "x")
  (func (export "c.d") (result i32) (i32.const 2)))
