;; Slots cannot be aligned to 2^31 either.
(module
  (@dylink.0 (mem-info (memory 16 0) (table 1 31))))
