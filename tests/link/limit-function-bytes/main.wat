(module
  (func (export "f") (nop) (nop) (nop)))
