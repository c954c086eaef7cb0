(module
  (func (export "π ≈ \"3\"\0a") (result i32) (i32.const 3)))
