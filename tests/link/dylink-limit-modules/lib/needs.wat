(module
  (@dylink.0 (mem-info) (needed "alone.wat")))
