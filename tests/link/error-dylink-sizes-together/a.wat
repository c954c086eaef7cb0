(module
  (@dylink.0 (mem-info (memory 0x3fffffff 0))))
