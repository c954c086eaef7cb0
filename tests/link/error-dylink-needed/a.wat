(module
  (@dylink.0 (mem-info) (needed "libgone.so" "libz.so")))
