(module
  (@dylink.0 (mem-info)))
