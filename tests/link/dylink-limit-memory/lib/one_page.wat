(module
  (@dylink.0 (mem-info (memory 65536 0)))
  (func (export "f")))
