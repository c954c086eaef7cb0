(module
  (@dylink.0 (mem-info (memory 0xffffffff 0))))
