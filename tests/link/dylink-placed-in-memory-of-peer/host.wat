(module
  (memory (export "memory") 1)
  (table (export "table") 2 funcref)
  (data (i32.const 1024) "host")
  (elem (i32.const 1) $one)
  (func $one (result i32) (i32.const 1))
  (func (export "data") (result i32) (i32.load (i32.const 1024)))
  (func (export "call") (result i32) (call_indirect (result i32) (i32.const 1))))
