(module
  (func) (func) (func (export "f")))
