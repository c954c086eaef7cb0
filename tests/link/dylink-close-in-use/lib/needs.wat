(module
  (@dylink.0 (mem-info) (needed "base.wat")))
