(module
  (@dylink.0 (mem-info (table 7 0)))
  (func (export "f")))
