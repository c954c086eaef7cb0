(module
  (@dylink.0 (mem-info) (needed "nowhere.wat")))
