(module
  (@custom "dylink.0" (before first) "\01\7f"))
