(module
  (@dylink.0 (mem-info (table 6 0)))
  (func (export "f")))
