(module
  (@dylink.0 (mem-info (memory 65537 0)))
  (func (export "f")))
