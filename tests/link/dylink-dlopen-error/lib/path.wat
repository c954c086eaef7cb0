(module
  (@dylink.0 (mem-info) (needed "../lib/sound.wat")))
