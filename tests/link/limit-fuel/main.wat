(module
  (func (export "fine") (result i32) (i32.const 1))
  (func (export "spin") (loop $again (br $again))))
